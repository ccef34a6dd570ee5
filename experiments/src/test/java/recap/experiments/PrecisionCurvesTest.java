package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static recap.experiments.record.Records.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;

class PrecisionCurvesTest {
  private static RunRecord run(String arm, long seed, double loss) {
    Map<String, Double> values =
        Map.of("train_loss", loss, "running_error", loss / 4, "test_error", loss / 3);
    return Records.of(
        spec("float32-vs-bfloat16", arm, Scale.PAPER, seed),
        Status.FINISHED,
        new Point(10, 1, values),
        new Point(20, 2, values));
  }

  /** Losses of 1.1, 1.2 and 1.3 in float32, and in bfloat16 so much more. */
  private static Finding resnet(Scale scale, double... more) {
    var records = new ArrayList<RunRecord>();
    for (int seed = 1; seed <= 3; seed++) {
      double loss = 1 + 0.1 * seed;
      records.add(run("resnet-f32", seed, loss));
      records.add(run("resnet-bf16", seed, loss + more[seed - 1]));
    }
    return new PrecisionCurves().conclude(scale, records).findings().get(0);
  }

  /** The standard error is 0.01, of which 2.92 count; 5 % of 1.2 are 0.06. */
  @Test
  void curvesNoFurtherApartThanTheMarginAreAlike() {
    Finding finding = resnet(Scale.PAPER, 0.02, 0.02, 0.05);
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.ours())
        .isEqualTo("float32 1.2000 (sd 0.1000, N = 3), bfloat16 1.2300 (sd 0.1153, N = 3)");
    assertThat(finding.evidence())
        .isEqualTo(
            "ResNet-20: with bfloat16 0.0300 higher (standard error 0.0100, N = 3), so hardly more than"
                + " 0.0592 apart; up to 0.0600, 5 % of float32's, count as alike, a margin set after the"
                + " runs of 2026");
    assertThat(resnet(Scale.PAPER, -0.02, -0.02, -0.05).verdict()).isEqualTo(Verdict.REPRODUCED);
  }

  @Test
  void noiseDoesNotMakeCurvesAlike() {
    assertThat(resnet(Scale.PAPER, -0.2, 0, 0.2).verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void curvesFurtherApartAreNot() {
    assertThat(resnet(Scale.PAPER, 0.1, 0.1, 0.11).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(resnet(Scale.PAPER, -0.1, -0.1, -0.11).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
  }

  @Test
  void oneFormatAloneOrGeneratedImagesProveNothing() {
    var conclusion = new PrecisionCurves().conclude(Scale.PAPER, List.of(run("resnet-f32", 1, 1)));
    assertThat(conclusion.findings()).extracting(Finding::verdict).containsOnly(Verdict.NOT_RUN);
    assertThat(conclusion.charts()).containsKeys("training-loss", "training-error", "test-error");
    assertThat(resnet(Scale.SMOKE, 0, 0, 0).verdict()).isEqualTo(Verdict.NOT_RUN);
  }

  /** Of three seeds, the last of which diverges in these formats. */
  private static Finding diverged(String... formats) {
    var records = new ArrayList<RunRecord>();
    for (int seed = 1; seed <= 3; seed++) {
      for (String format : List.of("f32", "bf16")) {
        RunRecord run = run("resnet-" + format, seed, 1 + 0.1 * seed);
        records.add(
            seed == 3 && List.of(formats).contains(format)
                ? Records.of(run.spec(), Status.DIVERGED, run.metrics().toArray(Point[]::new))
                : run);
      }
    }
    return new PrecisionCurves().conclude(Scale.PAPER, records).findings().get(0);
  }

  @Test
  void aSeedThatDivergesInBfloat16AloneRefutes() {
    Finding finding = diverged("bf16");
    assertThat(finding.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(finding.evidence()).endsWith("; diverged and left out: resnet-bf16 seed 3");
  }

  @Test
  void aSeedThatDivergesInFloat32SaysNothingAgainstBfloat16() {
    assertThat(diverged("f32").verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(diverged("f32").evidence()).endsWith("; diverged and left out: resnet-f32 seed 3");
    assertThat(diverged("f32", "bf16").verdict()).isEqualTo(Verdict.REPRODUCED);
  }

  @Test
  void whereTooFewSeedsEndInBfloat16ItIsRefutedToo() {
    var records = new ArrayList<RunRecord>();
    for (int seed = 1; seed <= 3; seed++) {
      records.add(run("resnet-f32", seed, 1));
      RunRecord narrow = run("resnet-bf16", seed, 1);
      records.add(
          seed == 1
              ? narrow
              : Records.of(narrow.spec(), Status.DIVERGED, narrow.metrics().toArray(Point[]::new)));
    }
    Finding finding = new PrecisionCurves().conclude(Scale.PAPER, records).findings().get(0);
    assertThat(finding.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(finding.evidence())
        .isEqualTo(
            "a seed diverges in bfloat16 that ends in float32; diverged and left out: resnet-bf16 seed 2,"
                + " resnet-bf16 seed 3");
    assertThat(finding.ours())
        .isEqualTo("float32 1.0000 (sd 0.0000, N = 3), bfloat16 1.0000 (N = 1)");
  }
}
