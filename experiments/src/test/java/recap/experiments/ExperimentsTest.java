package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.claims.Claim;
import recap.experiments.claims.Claims;
import recap.experiments.record.Scale;

class ExperimentsTest {
  @TempDir Path folder;

  @Test
  void anUnknownExperimentIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Experiments.of("degredation"))
        .hasMessage(
            "experiment: expected a known experiment, received 'degredation'; did you mean"
                + " degradation?");
  }

  @Test
  void anUnknownScaleIsAnsweredWithTheNearest() {
    assertThat(Scale.of("Quick")).isEqualTo(Scale.QUICK);
    assertThatThrownBy(() -> Scale.of("quik"))
        .hasMessage("scale: expected a known scale, received 'quik'; did you mean quick?");
    assertThatThrownBy(() -> Scale.of("xxxxxx"))
        .hasMessage(
            "scale: expected a known scale, received 'xxxxxx'; use one of smoke, quick, paper");
  }

  @Test
  void everyExperimentNamesItsPaperItsClaimsAndItsDeviations() {
    for (Experiment experiment : Experiments.all()) {
      assertThat(experiment.citation()).containsPattern("\\(\\d{4}\\), (section|figure|abstract)");
      assertThat(Claims.all().stream().map(Claim::id)).containsAll(experiment.claims());
      for (Scale scale : Scale.values()) {
        assertThat(experiment.arms(scale)).isNotEmpty().doesNotHaveDuplicates();
        assertThat(experiment.deviations(scale)).isNotEmpty();
        assertThat(experiment.arms(scale)).allMatch(arm -> experiment.seeds(scale, arm) > 0);
      }
    }
  }

  @Test
  void findingsQuoteWhatTheLectureClaims() {
    for (Experiment experiment : Experiments.all()) {
      assertThat(experiment.conclude(Scale.QUICK, List.of()).findings())
          .filteredOn(finding -> experiment.claims().contains(finding.claim()))
          .allSatisfy(
              finding ->
                  assertThat(finding.claimed()).isEqualTo(Claims.of(finding.claim()).claimed()));
    }
  }

  @Test
  void everyExperimentThatSettlesAClaimHasANotebook() {
    Path notebooks = Path.of("..", "notebooks");
    assertThat(Experiments.all())
        .filteredOn(experiment -> !experiment.claims().isEmpty())
        .allSatisfy(
            experiment -> assertThat(notebooks.resolve(experiment.id() + ".ipynb")).exists());
  }

  @Test
  void resultsGoWhereTheEnvironmentSaysOrBelowTheProject() throws IOException {
    Files.createDirectories(folder.resolve("experiments"));
    Files.writeString(folder.resolve("pom.xml"), "");
    Path notebooks = Files.createDirectories(folder.resolve("notebooks"));
    assertThat(Home.results(Map.of(), notebooks)).isEqualTo(folder.resolve("results"));
    assertThat(Home.results(Map.of("RECAP_RESULTS", "build/r"), notebooks))
        .isEqualTo(folder.resolve("build/r"));
    assertThat(Home.results(Map.of("RECAP_RESULTS", "/r"), notebooks)).isEqualTo(Path.of("/r"));
    assertThat(Home.results(Map.of("RECAP_HOME", "/elsewhere"), notebooks))
        .isEqualTo(Path.of("/elsewhere/results"));
    assertThatThrownBy(() -> Home.results(Map.of("RECAP_RESULTS", "pom.xml"), notebooks))
        .hasMessage(
            folder.resolve("pom.xml")
                + ": expected a folder of results, found a file; name another in RECAP_RESULTS");
  }

  @Test
  void findingsAreQuotedCsv() {
    var finding = new Finding("id", "6", "4,5", "ratio", Verdict.NOT_REPRODUCED, "a \"b\"");
    assertThat(Finding.csv(List.of(finding)))
        .isEqualTo(
            "id,claimed,ours,unit,verdict,evidence\n"
                + "id,6,\"4,5\",ratio,not reproduced,\"a \"\"b\"\"\"\n");
    assertThat(Finding.summary(List.of(1.0, 3.0), 1)).isEqualTo("2.0 (sd 1.4, N = 2)");
    assertThat(Finding.summary(List.of(1.0), 1)).isEqualTo("1.0 (N = 1)");
  }
}
