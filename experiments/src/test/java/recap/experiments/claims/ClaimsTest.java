package recap.experiments.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.Finding;
import recap.experiments.Verdict;
import recap.experiments.claims.Claim.Check;

class ClaimsTest {
  @TempDir private Path results;

  private void publish(String experiment, String scale, String... lines) throws IOException {
    Path file = results.resolve(experiment).resolve(scale).resolve("claims.csv");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  private Finding finding(String id) {
    return Claims.findings(results).stream()
        .filter(finding -> finding.claim().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allClaimsAreThereOnce() {
    assertThat(Claims.all()).hasSize(94);
    assertThat(Claims.all().stream().map(Claim::id).distinct()).hasSize(94);
    assertThat(
            Claims.all().stream()
                .collect(Collectors.groupingBy(Claim::check, Collectors.counting())))
        .containsEntry(Check.EXACT, 61L)
        .containsEntry(Check.CITE, 7L)
        .containsEntry(Check.MEASURE, 26L);
  }

  @Test
  void withoutRunsEveryMeasuredClaimIsNotRun() {
    List<Finding> findings = Claims.findings(results.resolve("none"));
    assertThat(findings).hasSize(94);
    assertThat(findings.stream().filter(f -> f.verdict() == Verdict.NOT_RUN)).hasSize(26);
    assertThat(findings.stream().filter(f -> f.verdict() == Verdict.NOT_REPRODUCED)).isEmpty();
  }

  @Test
  void whatIsNotRunSaysWhetherAnExperimentIsThere() {
    assertThat(finding("resnet-cure").evidence()).startsWith("needs training; no finished run");
    assertThat(finding("senet").evidence()).contains("no experiment here");
  }

  @Test
  void tablesShowTopicsVerdictsAndCounts() {
    List<Finding> findings = Claims.findings(results);
    assertThat(Claims.table(findings, "NiN", "ZFNet").stringColumn("topic").asList())
        .containsExactly("ZFNet", "NiN");
    assertThat(Claims.table(findings, Verdict.CORRECTED).rowCount()).isEqualTo(9);
    var counts = Claims.verdicts(findings);
    assertThat(counts.name()).isEqualTo("94 claims");
    assertThat(counts.longColumn("claims").asList()).containsExactly(54L, 9L, 0L, 26L, 5L);
  }

  @Test
  void papersAreCitedOrCorrectTheNotes() {
    List<Finding> findings = Claims.findings(results);
    assertThat(findings.stream().filter(f -> f.verdict() == Verdict.CITED).map(Finding::claim))
        .containsExactly(
            "alexnet-dataset", "vgg-top5", "googlenet-top5", "resnet-top5", "squeezenet-500x");
    Finding decay = finding("resnet-weight-decay");
    assertThat(decay.verdict()).isEqualTo(Verdict.CORRECTED);
    assertThat(decay.ours()).isEqualTo("0.0001");
    assertThat(decay.evidence()).contains("He et al. 2015, section 3.4");
  }

  @Test
  void aFinishedExperimentSettlesItsClaims() throws IOException {
    publish(
        "relu-vs-tanh",
        "quick",
        "id,claimed,ours,unit,verdict,evidence",
        "alexnet-relu-6x,6,\"1.2 (N = 1)\",ratio of epochs,not reproduced,\"today, rate 0.01\"");
    Finding finding = finding("alexnet-relu-6x");
    assertThat(finding.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(finding.ours()).isEqualTo("1.2 (N = 1)");
    assertThat(finding.evidence()).isEqualTo("today, rate 0.01 [relu-vs-tanh, quick]");
  }

  @Test
  void thePapersScaleGoesFirstAndSmokeShowsNothing() throws IOException {
    String header = "id,claimed,ours,unit,verdict,evidence";
    publish("a", "smoke", header, "senet,x,1,u,reproduced,smoke");
    assertThat(finding("senet").verdict()).isEqualTo(Verdict.NOT_RUN);
    publish("a", "quick", header, "senet,x,2,u,reproduced,quick");
    publish("b", "paper", header, "senet,x,3,u,not reproduced,paper");
    assertThat(finding("senet").ours()).isEqualTo("3");
    publish("b", "paper", header, "senet,x,,u,not run at this scale,none");
    assertThat(finding("senet").ours()).isEqualTo("2");
    publish("a", "quick", header, "senet,x,1,u,not run at this scale,quick");
    assertThat(finding("senet").evidence()).isEqualTo("none [b, paper]");
  }

  @Test
  void aMeasurementStandsBesideTheCount() throws IOException {
    publish(
        "block-cost",
        "quick",
        "id,claimed,ours,unit,verdict,evidence",
        "resnet-basic-flops,18,18,x HWC^2,reproduced,3.1 ms");
    Finding finding = finding("resnet-basic-flops");
    assertThat(finding.ours()).isEqualTo("18");
    assertThat(finding.evidence()).endsWith("; measured: 3.1 ms [block-cost, quick]");
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    publish("a", "quick", "id,claimed", "senet,x");
    assertThatThrownBy(() -> Claims.findings(results))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("claims.csv: expected the columns [id, claimed, ours,")
        .hasMessageEndingWith("run ./recap plots to write it anew");
    publish("a", "quick", "id,claimed,ours,unit,verdict,evidence", "senet,x,1,u,maybe,e");
    assertThatThrownBy(() -> Claims.findings(results))
        .hasMessageContaining("expected a verdict, received 'maybe'");
  }
}
