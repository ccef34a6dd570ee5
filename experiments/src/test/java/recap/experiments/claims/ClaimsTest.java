package recap.experiments.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static recap.experiments.record.Records.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.Finding;
import recap.experiments.Verdict;
import recap.experiments.claims.Claim.Check;
import recap.experiments.record.RecordException;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;

class ClaimsTest {
  @TempDir private Path results;

  /** A run of relu-vs-tanh that is at 24 % after its last epoch, and at 30 % before. */
  private void save(Scale scale, String arm, int epochs) {
    var points = new Point[epochs];
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double error = epoch == epochs ? 0.24 : 0.3;
      points[epoch - 1] =
          new Point(
              390L * epoch,
              epoch,
              Map.of("train_error", error, "train_seconds", 10.0 * epoch, "gradient_norm", 1.0));
    }
    RunStore.at(results, "relu-vs-tanh", scale)
        .save(Records.of(spec("relu-vs-tanh", arm, scale, 1), RunRecord.Status.FINISHED, points));
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
    assertThat(finding("resnet-1000-layers").evidence())
        .isEqualTo(
            "needs a measurement that no experiment here makes; He et al. 2015, table 6, has 6.43 %"
                + " at 110 layers, the best of five runs, and 7.93 % at 1202.");
  }

  @Test
  void tablesShowTopicsVerdictsAndCounts() {
    List<Finding> findings = Claims.findings(results);
    assertThat(Claims.table(findings, "NiN", "ZFNet").stringColumn("topic").asList())
        .containsExactly("ZFNet", "NiN");
    assertThat(Claims.table(findings, Verdict.CORRECTED).rowCount()).isEqualTo(9);
    var counts = Claims.verdicts(findings);
    assertThat(counts.name()).isEqualTo("94 claims");
    assertThat(counts.longColumn("claims").asList()).containsExactly(54L, 9L, 0L, 0L, 26L, 5L);
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
  void finishedRunsSettleTheClaimsOfTheirExperiment() {
    save(Scale.QUICK, "time-relu", 5);
    save(Scale.QUICK, "time-tanh", 10);
    Finding finding = finding("alexnet-relu-6x");
    assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(finding.ours()).startsWith("of the time 2.00 (N = 1)");
    assertThat(finding.evidence()).endsWith(" [relu-vs-tanh, quick]");
  }

  @Test
  void thePapersScaleGoesFirstAndSmokeShowsNothing() {
    save(Scale.SMOKE, "time-relu", 1);
    save(Scale.SMOKE, "time-tanh", 6);
    assertThat(finding("alexnet-relu-6x").verdict()).isEqualTo(Verdict.NOT_RUN);
    save(Scale.QUICK, "time-relu", 5);
    save(Scale.QUICK, "time-tanh", 10);
    save(Scale.PAPER, "time-relu", 5);
    assertThat(finding("alexnet-relu-6x").ours()).startsWith("of the time 2.00");
    save(Scale.PAPER, "time-tanh", 30);
    assertThat(finding("alexnet-relu-6x").ours()).startsWith("of the time 6.00");
  }

  @Test
  void aMeasurementStandsBesideTheCount() {
    var measured =
        new Finding("resnet-basic-flops", "18", "18", "x HWC^2", Verdict.REPRODUCED, "3.1 ms");
    Finding computed = measured.because("counted");
    assertThat(MeasuredClaims.of(List.of(measured)).beside(computed).evidence())
        .isEqualTo("counted; measured: 3.1 ms");
    var unmeasured =
        new Finding("resnet-basic-flops", "18", "", "x HWC^2", Verdict.NOT_RUN, "no run");
    assertThat(MeasuredClaims.of(List.of(unmeasured)).beside(computed)).isEqualTo(computed);
  }

  /** The first is of PAPER, the second of QUICK. */
  @Test
  void whatWasMeasuredWithoutAVerdictIsNotReplacedByWhatLessHasShown() {
    var undecided =
        new Finding("resnet-cure", "56<20", "8.3, 8.7", "%", Verdict.UNDECIDED, "chance");
    var unmeasured = new Finding("resnet-cure", "56<20", "", "%", Verdict.NOT_RUN, "no run");
    var less = new Finding("resnet-cure", "56<20", "70, 80", "%", Verdict.REPRODUCED, "short");
    assertThat(MeasuredClaims.of(List.of(undecided, less)).find("resnet-cure")).contains(undecided);
    assertThat(MeasuredClaims.of(List.of(unmeasured, less)).find("resnet-cure")).contains(less);
    var tooShort = new Finding("resnet-cure", "56<20", "", "%", Verdict.UNDECIDED, "longer runs");
    assertThat(MeasuredClaims.of(List.of(tooShort, less)).find("resnet-cure")).contains(tooShort);
    assertThat(MeasuredClaims.of(List.of(unmeasured, tooShort)).find("resnet-cure"))
        .contains(tooShort);
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    save(Scale.QUICK, "time-relu", 5);
    Path record;
    try (var files = Files.list(results.resolve("relu-vs-tanh/quick/runs"))) {
      record = files.findFirst().orElseThrow();
    }
    Files.writeString(record, Files.readString(record).replace("0.24", "0.25"));
    assertThatThrownBy(() -> Claims.findings(results))
        .isInstanceOf(RecordException.class)
        .hasMessageStartingWith(record + ": expected a run record as it was written");
  }
}
