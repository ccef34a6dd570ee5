package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.zoo.Zoo;

class AuxiliaryClassifiersTest {
  private final AuxiliaryClassifiers experiment = new AuxiliaryClassifiers();

  /** Gradients of norm 2 without the classifiers, and with them so many times as large. */
  private static RunRecord run(
      String arm, long seed, double lowerRatio, double upperRatio, double difference) {
    Map<String, Double> values = new HashMap<>();
    values.put("outputs", 3.0);
    values.put("score_difference", difference);
    List<String> stages = AuxiliaryClassifiers.stages(arm);
    for (String stage : stages) {
      boolean lower = stages.indexOf(stage) <= stages.indexOf("inception4a");
      values.put("without." + stage, 2.0);
      values.put("with." + stage, 2 * (lower ? lowerRatio : upperRatio));
    }
    var spec = Records.spec("auxiliary-classifiers", arm, Scale.QUICK, seed);
    return Records.of(spec, Status.FINISHED, new Point(0, 0, values));
  }

  private Conclusion conclude(RunRecord... records) {
    return experiment.conclude(Scale.QUICK, List.of(records));
  }

  private Verdict verdict(RunRecord... records) {
    return conclude(records).findings().get(0).verdict();
  }

  @Test
  void bothFormsHaveTheStagesOfTable1() {
    List<String> paper = AuxiliaryClassifiers.stages("paper");
    assertThat(paper)
        .startsWith("conv1", "conv2_reduce", "conv2", "inception3a")
        .endsWith("inception5b", "fc");
    assertThat(AuxiliaryClassifiers.stages("torchvision")).hasSameSizeAs(paper);
  }

  @Test
  void gradientsBelowTheFirstClassifierDecideAndThoseAboveDoNot() {
    Finding finding =
        conclude(
                run("paper", 1, 1.5, 0.5, 0),
                run("paper", 2, 2.5, 0.5, 0),
                run("paper", 3, 2.0, 0.5, 0),
                run("torchvision", 1, 3, 0.5, 0),
                run("torchvision", 2, 3, 0.5, 0),
                run("torchvision", 3, 3, 0.5, 0))
            .findings()
            .get(0);
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.ours()).isEqualTo("3");
    assertThat(finding.evidence())
        .contains("up to inception4a so many times as large: 2.00 to 2.00 in the form paper,")
        .contains(
            ", 3.00 to 3.00 in the form torchvision (means over 3 seeds), each more than chance");
    assertThat(
            verdict(
                run("paper", 1, 1.1, 2, 0),
                run("paper", 2, 2.9, 2, 0),
                run("torchvision", 1, 2, 1, 0),
                run("torchvision", 2, 2, 1, 0)))
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(
            verdict(
                run("paper", 1, 2, 1, 0),
                run("paper", 2, 2, 1, 0),
                run("torchvision", 1, 0.9, 1, 0),
                run("torchvision", 2, 0.9, 1, 0)))
        .isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(
            verdict(
                run("paper", 1, 2, 1, 0), run("paper", 2, 2, 1, 0), run("torchvision", 1, 2, 1, 0)))
        .isEqualTo(Verdict.NOT_RUN);
    assertThat(verdict(run("paper", 1, 2, 1, 0), run("paper", 2, 2, 1, 0)))
        .isEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void scoresOfInferenceMustBeTheSame() {
    assertThat(
            verdict(
                run("paper", 1, 2, 1, 1e-7),
                run("paper", 2, 2, 1, 0),
                run("torchvision", 1, 2, 1, 0),
                run("torchvision", 2, 2, 1, 0)))
        .isEqualTo(Verdict.NOT_REPRODUCED);
  }

  @Test
  void aRunHasTheGradientsOfBothNetworks(@TempDir Path results) throws InterruptedException {
    Session session = SmokeTest.session(results, experiment, false, Progress.SILENT);
    experiment.run(session);
    RunRecord record = session.store().complete().get(0);
    double with = gradient("googlenet_paper_aux");
    double without = gradient("googlenet_paper");
    assertThat(with).isNotCloseTo(without, withinPercentage(1));
    assertThat(record.last("with.conv1")).isCloseTo(with, withinPercentage(1e-6));
    assertThat(record.last("without.conv1")).isCloseTo(without, withinPercentage(1e-6));
  }

  /** That of the first layer, of seed 1 and a batch of 1. */
  private static double gradient(String model) {
    Network network = Zoo.build(model);
    try (var executable = Executable.compile(network, 1, Precision.F32, Mode.ANALYSIS)) {
      executable.load(Initializer.he().initialize(network, 1));
      Noise.fill(executable, 1);
      executable.forward();
      executable.loss(Noise.labels(1, network.output().shape().channels(), 1));
      executable.backward();
      return executable.gradientNorm("conv1.weight");
    }
  }

  @Test
  void scoresOfOtherNetworksDiffer() {
    Network network = Zoo.build("cifar_resnet20");
    assertThat(AuxiliaryClassifiers.difference(network, network, 1, 1)).isZero();
    assertThat(AuxiliaryClassifiers.difference(network, Zoo.build("cifar_plain20"), 1, 1))
        .isPositive();
  }

  @Test
  void eachFormHasAChart() {
    assertThat(conclude(run("paper", 1, 2, 1, 0), run("torchvision", 1, 2, 1, 0)).charts())
        .containsOnlyKeys("gradients-paper", "gradients-torchvision");
    assertThat(verdict()).isEqualTo(Verdict.NOT_RUN);
  }
}
