package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.data.ImageSet;
import recap.data.Synthetic;
import recap.experiments.Ensembles.Member;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.train.Safetensors;

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
    Finding better = finding(Scale.QUICK, run(1, 0.5, 0.46), run(2, 0.4, 0.37), run(3, 0.45, 0.40));
    assertThat(better.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(better.ours())
        .isEqualTo("together 41.00 (sd 4.58, N = 3), best member 45.00 (sd 5.00, N = 3)");
    assertThat(better.evidence())
        .contains("test error 4.00 points lower (standard error 0.58, N = 3; counts above 2.92")
        .contains("0.6 % is by how much ImageNet's winner of 2016 bettered that of 2015");
    Finding unsure = finding(Scale.QUICK, run(1, 0.5, 0.46), run(2, 0.4, 0.41));
    assertThat(unsure.verdict()).isEqualTo(Verdict.UNDECIDED);
    Finding worse = finding(Scale.QUICK, run(1, 0.5, 0.55), run(2, 0.4, 0.45));
    assertThat(worse.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(worse.evidence()).contains("test error 5.00 points higher");
  }

  @Test
  void oneSeedOrTheBuiltInImagesShowNothing() {
    assertThat(finding(Scale.QUICK, run(1, 0.5, 0.4)).verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(finding(Scale.SMOKE, run(1, 0.5, 0.4), run(2, 0.5, 0.4)).verdict())
        .isEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void membersAreMeasuredWithTheWeightsOfTheirRunsAndNoOthers(@TempDir Path folder)
      throws Exception {
    Session session = SmokeTest.session(folder, experiment, false, Progress.SILENT);
    experiment.run(session);
    RunRecord together = record(session, Ensembles.TOGETHER);
    for (Member member : Member.values()) {
      assertThat(together.last(member.arm()))
          .isEqualTo(record(session, member.arm()).last("test_error"));
    }
    RunStore store = session.store();
    Files.delete(store.folder().resolve("runs").resolve(together.spec().fileName() + ".json"));
    Path kept = store.weights(record(session, Member.RESNET.arm()).spec());
    var tensors = new LinkedHashMap<>(Safetensors.read(kept).weights().tensors());
    tensors.replaceAll((name, old) -> new Tensor(old.shape(), new float[old.values().length]));
    Safetensors.of(new Weights(tensors)).write(kept);
    assertThatThrownBy(() -> experiment.run(session))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            kept + ": expected the weights that the run's record names, found others");
    Files.delete(kept);
    assertThatThrownBy(() -> experiment.run(session))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            kept
                + ": expected the weights that the run's record names, found none; train again with"
                + " --fresh");
  }

  /** As when a member was lost and trained again elsewhere, or a renewal was broken off. */
  @Test
  void withOtherWeightsOfAMemberTheAverageIsRepeated(@TempDir Path folder) throws Exception {
    Session session = SmokeTest.session(folder, experiment, false, Progress.SILENT);
    experiment.run(session);
    RunRecord before = record(session, Ensembles.TOGETHER);
    RunRecord member = record(session, Member.RESNET.arm());
    Path kept = session.store().weights(member.spec());
    var tensors = new LinkedHashMap<>(Safetensors.read(kept).weights().tensors());
    tensors.replaceAll((name, old) -> new Tensor(old.shape(), new float[old.values().length]));
    var others = new Weights(tensors);
    Safetensors.of(others).write(kept);
    session.store().save(Records.ended(member, member.ended(), others.sha256()));
    experiment.run(session);
    RunRecord after = record(session, Ensembles.TOGETHER);
    assertThat(after.weightsSha256()).isNotNull().isNotEqualTo(before.weightsSha256());
    assertThat(after.last(Member.RESNET.arm())).isNotEqualTo(before.last(Member.RESNET.arm()));
    experiment.run(session);
    assertThat(record(session, Ensembles.TOGETHER)).isEqualTo(after);
  }

  private static RunRecord record(Session session, String arm) {
    return session.store().records().stream()
        .filter(run -> run.arm().equals(arm))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDivergedMemberIsNamedAndLeavesItUndecided() {
    RunRecord diverged =
        Records.of(Records.spec("ensemble", "resnet", Scale.QUICK, 3), Status.DIVERGED);
    RunRecord[] runs = {run(1, 0.5, 0.46), run(2, 0.4, 0.37), run(4, 0.45, 0.40), diverged};
    Finding finding = finding(Scale.QUICK, runs);
    assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(finding.evidence())
        .endsWith(
            "; diverged and left out: resnet seed 3; undecided, since not every run of resnet ended");
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
