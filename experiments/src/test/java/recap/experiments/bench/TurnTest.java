package recap.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnTest {
  /** A side whose steps take 100 ms by its own account, and that writes down what it was asked. */
  private static Subject side(Path asked) {
    String script =
        "echo ready side; while read line; do echo $line >>'%s'; echo 100 100 100; done";
    return new Subject("side", List.of("sh", "-c", script.formatted(asked)), Map.of());
  }

  @Test
  void allSidesTakeTheSameStepsBeforeTheirFirstTurn(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (Subject ours = side(first);
        Subject other = side(second)) {
      List<Subject> sides = List.of(ours, other);
      int steps = Turn.steps(sides);
      assertThat(steps).isEqualTo(3);
      Turn.each(sides, steps, 0, new double[2][1]);
    }
    assertThat(Files.readAllLines(first)).containsExactly("run 3", "run 3");
    assertThat(Files.readAllLines(second)).isEqualTo(Files.readAllLines(first));
  }
}
