package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.data.ImageSet;
import recap.data.Synthetic;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;

class EnsemblesTest {
  private final Ensembles experiment = new Ensembles();

  private static RunRecord run(long seed, double best, double together) {
    var values =
        Map.of(
            "four-layers",
            best + 0.1,
            "small-alexnet",
            best,
            "resnet",
            best + 0.05,
            "test_error",
            together);
    var spec = Records.spec("ensemble", "together", Scale.QUICK, seed);
    return Records.of(spec, Status.FINISHED, new Point(0, 0, values));
  }

  private Finding finding(Scale scale, RunRecord... records) {
    return experiment.conclude(scale, List.of(records)).findings().get(0);
  }

  @Test
  void anEnsembleIsHeldAgainstTheBestMemberOfItsSeed() {
    Finding better = finding(Scale.QUICK, run(1, 0.5, 0.46), run(2, 0.4, 0.38));
    assertThat(better.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(better.ours())
        .isEqualTo("together 42.00 (sd 5.66, N = 2), best member 45.00 (sd 7.07, N = 2)");
    assertThat(better.evidence())
        .contains("errs 3.00 points less than the seed's best network (standard error 1.00)");
    Finding unsure = finding(Scale.QUICK, run(1, 0.5, 0.46), run(2, 0.4, 0.41));
    assertThat(unsure.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    Finding worse = finding(Scale.QUICK, run(1, 0.5, 0.55), run(2, 0.4, 0.45));
    assertThat(worse.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(worse.evidence()).contains("errs 5.00 points more");
  }

  @Test
  void oneSeedOrTheBuiltInImagesShowNothing() {
    assertThat(finding(Scale.QUICK, run(1, 0.5, 0.4)).verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(finding(Scale.SMOKE, run(1, 0.5, 0.4), run(2, 0.5, 0.4)).verdict())
        .isEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void theTableHasAColumnForEachMember() {
    Conclusion conclusion = experiment.conclude(Scale.QUICK, List.of(run(1, 0.5, 0.4)));
    assertThat(conclusion.tables().get("errors").columnNames())
        .containsExactly(
            "seed",
            "four_layers_percent",
            "small_alexnet_percent",
            "resnet_percent",
            "together_percent");
  }

  @Test
  void softmaxOfLargeScoresIsFinite() {
    double[] values = Probabilities.softmax(new float[] {0, 1000, 1000, -1000}, 1, 3);
    assertThat(values[0]).isCloseTo(0.5, within(1e-12));
    assertThat(values[1]).isCloseTo(0.5, within(1e-12));
    assertThat(values[2]).isZero();
  }

  /** Two are wrong on different images, and sure where they are right. */
  @Test
  void aSureNetworkOutvotesAnUnsureOne() {
    ImageSet set = Synthetic.load(1, 20, 20).test().subset(0, 2);
    double[][] first = {certain(set.label(0), 0.9), certain(other(set.label(1)), 0.6)};
    double[][] second = {certain(other(set.label(0)), 0.6), certain(set.label(1), 0.9)};
    var one = new Probabilities(set, first);
    var two = new Probabilities(set, second);
    assertThat(one.error()).isEqualTo(0.5);
    assertThat(two.error()).isEqualTo(0.5);
    assertThat(Probabilities.mean(List.of(one, two)).error()).isZero();
  }

  private static int other(int label) {
    return (label + 1) % 10;
  }

  /** So much for one class, the rest for its neighbour. */
  private static double[] certain(int label, double probability) {
    double[] values = new double[10];
    values[label] = probability;
    values[(label + 9) % 10] = 1 - probability;
    return values;
  }
}
