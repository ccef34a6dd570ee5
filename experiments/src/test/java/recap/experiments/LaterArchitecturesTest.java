package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import recap.experiments.LaterArchitectures.Arm;
import recap.experiments.record.Scale;
import recap.nn.Network;
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
    assertThat(parameters(Arm.DENSE)).isCloseTo(parameters(Arm.PLAIN), withinPercentage(1));
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
  void everyComparedArmIsTrained() {
    List<String> arms = new LaterArchitectures().arms(Scale.QUICK);
    assertThat(LaterArchitectures.comparisons())
        .allSatisfy(comparison -> assertThat(arms).containsAll(comparison.arms()));
  }
}
