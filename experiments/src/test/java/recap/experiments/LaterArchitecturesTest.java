package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.experiments.LaterArchitectures.Arm;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;
import recap.nn.Add;
import recap.nn.Conv2d;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

class LaterArchitecturesTest {
  private static Network network(Arm arm) {
    return arm.network(Shape.image(3, 32, 32), 10);
  }

  private static long parameters(Arm arm) {
    return network(arm).parameterCount();
  }

  private static long macs(Arm arm) {
    return network(arm).macs();
  }

  @Test
  void whatIsComparedCostsAboutAsMuch() {
    assertThat(macs(Arm.SQUEEZE_EXCITE)).isCloseTo(macs(Arm.RESIDUAL), withinPercentage(0.1));
    assertThat(macs(Arm.PRE_ACTIVATION)).isCloseTo(macs(Arm.RESIDUAL), withinPercentage(1));
    assertThat(macs(Arm.WIDE)).isCloseTo(macs(Arm.PRE_ACTIVATION), withinPercentage(10));
    assertThat(macs(Arm.FOUR_GROUPS)).isCloseTo(macs(Arm.ONE_GROUP), withinPercentage(3));
    assertThat(macs(Arm.STOCHASTIC_DEPTH)).isEqualTo(macs(Arm.RESIDUAL));
    assertThat(parameters(Arm.WIDE))
        .isCloseTo(parameters(Arm.PRE_ACTIVATION), withinPercentage(12));
    assertThat(parameters(Arm.DENSE)).isLessThan(parameters(Arm.PLAIN));
  }

  @Test
  void groupsHaveTheirOwnMapsAndStagesHalveTheSize() {
    Network grouped = network(Arm.FOUR_GROUPS);
    assertThat(grouped.nodes())
        .filteredOn(node -> node.name().matches("layer\\d.0.conv2"))
        .extracting(node -> node.shape())
        .containsExactly(Shape.image(24, 32, 32), Shape.image(48, 16, 16), Shape.image(96, 8, 8));
    assertThat(grouped.nodes())
        .filteredOn(node -> node.name().equals("layer1.1.conv2"))
        .singleElement()
        .satisfies(node -> assertThat(node.parameters().get(0).elements()).isEqualTo(24 * 6 * 9));
  }

  @Test
  void theLongestPathIsTheFractalWithoutItsShorterColumns() {
    List<String> path = convolutions(Arm.LONGEST_PATH);
    assertThat(path).hasSize(40);
    assertThat(convolutions(Arm.FRACTAL)).hasSize(5 * 15).containsAll(path);
    assertThat(network(Arm.LONGEST_PATH).nodes()).noneMatch(node -> node.op() instanceof Add);
  }

  private static List<String> convolutions(Arm arm) {
    return network(arm).nodes().stream()
        .filter(node -> node.op() instanceof Conv2d)
        .map(Node::name)
        .toList();
  }

  @Test
  void evidenceHasTheExtraParametersAndOperations() {
    assertThat(new LaterArchitectures().conclude(Scale.QUICK, List.of()).findings())
        .filteredOn(finding -> finding.claim().equals("senet"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.evidence())
                    .contains(
                        "SE-ResNet-20: 272,095 parameters and 40,553,056 multiply-accumulates")
                    .contains("ResNet-20: 269,722 parameters and 40,551,040 multiply-accumulates"));
  }

  @Test
  void evidenceSaysWhatTheRunsLeaveOpen() {
    assertThat(evidence("wide-resnet")).endsWith("152 thin ones, these have 10 and 20");
    assertThat(evidence("densenet"))
        .endsWith("the error alone, against a network that computes less");
    assertThat(macs(Arm.DENSE)).isGreaterThan(macs(Arm.PLAIN));
  }

  private static String evidence(String claim) {
    return new LaterArchitectures()
        .conclude(Scale.QUICK, List.of()).findings().stream()
            .filter(finding -> finding.claim().equals(claim))
            .findFirst()
            .orElseThrow()
            .evidence();
  }

  private static List<Finding> findings(Scale scale) {
    var records = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 3; seed++) {
      for (Arm arm : Arm.values()) {
        boolean later =
            !EnumSet.of(Arm.RESIDUAL, Arm.PLAIN, Arm.ONE_GROUP, Arm.LONGEST_PATH).contains(arm);
        double error = later ? 0.2 : 0.4;
        // The wide network is held against pre-activation, which betters ResNet-20.
        records.add(run(scale, arm, seed, (arm == Arm.WIDE ? 0.1 : error) + 0.01 * seed));
      }
    }
    return new LaterArchitectures().conclude(scale, records).findings();
  }

  @Test
  void theLowerTestErrorOfEachPairIsThatOfWhatCameLater() {
    assertThat(findings(Scale.PAPER))
        .hasSize(7)
        .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED));
  }

  @Test
  void fewEpochsDoNotJudgeWhatIsClaimedOfDepth() {
    var ofDepth = List.of("preact-order", "wide-resnet", "stochastic-depth");
    assertThat(findings(Scale.QUICK))
        .filteredOn(finding -> ofDepth.contains(finding.claim()))
        .hasSize(3)
        .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED))
        .allSatisfy(finding -> assertThat(finding.ours()).isNotEmpty())
        .allSatisfy(
            finding ->
                assertThat(finding.evidence())
                    .startsWith("the schedule is too short to tell a slow start from the end; "));
    assertThat(findings(Scale.QUICK))
        .filteredOn(finding -> finding.verdict() == Verdict.REPRODUCED)
        .extracting(Finding::claim)
        .containsExactly("senet", "resnext-groups", "fractalnet", "densenet");
  }

  private static RunRecord run(Scale scale, Arm arm, long seed, double testError) {
    return Records.of(
        Records.spec("later-architectures", arm.itself().name(), scale, seed),
        Status.FINISHED,
        new Point(
            100, 20, Map.of("train_error", 0.1, "test_error", testError, "train_seconds", 60.0)));
  }

  @Test
  void everyArmIsTrainedAtEveryScale() {
    var experiment = new LaterArchitectures();
    for (Scale scale : Scale.values()) {
      assertThat(experiment.arms(scale)).hasSize(11).contains("one-group", "four-groups");
      assertThat(experiment.arms(scale))
          .allSatisfy(arm -> assertThat(experiment.seeds(scale, arm)).isPositive());
    }
  }

  @Test
  void aRecordIsFoundItsJob() {
    var experiment = new LaterArchitectures();
    for (Arm arm : Arm.values()) {
      RunRecord record =
          Records.of(
              Records.spec(experiment.id(), arm.itself().name(), Scale.SMOKE, 2), Status.FINISHED);
      RunSpec spec = experiment.job(record).orElseThrow().spec();
      assertThat(spec.arm()).isEqualTo(arm.itself().name());
      assertThat(spec.seed()).isEqualTo(2);
      assertThat(spec.configuration()).containsEntry("network", network(arm).name());
    }
  }
}
