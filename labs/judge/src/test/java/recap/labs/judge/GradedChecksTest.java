package recap.labs.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import recap.labs.Labs;
import recap.labs.check.Case;
import recap.labs.check.Check;

/** Checks, hidden cases and notebooks agree. */
class GradedChecksTest {
  private static final Path NOTEBOOKS = Path.of("..", "..", "notebooks", "labs");

  @Test
  void everyCheckHasHiddenCasesThatDifferFromItsVisibleOnes() {
    for (GradedCheck graded : all()) {
      Stream.concat(graded.visible().cases().stream(), graded.hidden().stream())
          .map(Case::topic)
          .forEach(topic -> assertThat(topic).isNotBlank());
      // A task without inputs, such as a network to build, is only held to further conditions.
      assertThat(graded.hidden())
          .extracting(Case::inputs)
          .filteredOn(inputs -> !inputs.values().isEmpty())
          .doesNotContainAnyElementsOf(
              graded.visible().cases().stream().map(Case::inputs).toList());
    }
  }

  @Test
  void aLabThatIsMissingIsToldWhereItBelongs() {
    Check visible = Labs.check("lab2-macs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradedCheck(visible, List.of()))
        .withMessageContaining("expected hidden cases for lab2-macs, found none")
        .withMessageEndingWith("and those to GradedCheck.ALL.");
  }

  @Test
  void everyCheckIsATestCellAndTheOtherWayRound() throws IOException {
    assertThat(all())
        .extracting(graded -> graded.visible().id())
        .containsExactlyInAnyOrderElementsOf(testCells());
  }

  private static List<GradedCheck> all() {
    return Labs.checks().stream().map(check -> GradedCheck.of(check.id())).toList();
  }

  private static List<String> testCells() throws IOException {
    var ids = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(NOTEBOOKS, 2)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ipynb")).toList()) {
        for (JsonNode cell : new JsonMapper().readTree(file.toFile()).path("cells")) {
          JsonNode mark = cell.path("metadata").path("nbgrader");
          if (mark.path("grade").asBoolean() && !mark.path("solution").asBoolean()) {
            ids.add(mark.path("grade_id").asText());
          }
        }
      }
    }
    return ids;
  }
}
