package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitializerTest {
  private static final Network NETWORK =
      Network.of(
          "normalised",
          Node.input(3, 8, 8)
              .then("conv", Conv2d.of(500, 3).padding(1))
              .then("bn", new BatchNorm())
              .then(new GlobalAvgPool())
              .then("fc", Linear.of(2)));

  private static float[] values(Initializer initializer, String name) {
    return initializer.initialize(NETWORK, 7).get(name).values();
  }

  /** A notebook shows what a cell ends in; an array's address says nothing. */
  @Test
  void weightsAndTensorsTellTheirSizes() {
    var tensor = new Tensor(List.of(2, 3), new float[6]);
    assertThat(tensor).hasToString("Tensor [2, 3]");
    assertThat(new Weights(Map.of("fc.weight", tensor))).hasToString("1 tensors, 6 values");
  }

  @Test
  void scalesAreOneUnlessAskedForOtherwise() {
    assertThat(values(Initializer.he(), "bn.weight")).containsOnly(1f);
    assertThat(values(Initializer.he(), "bn.running_var")).containsOnly(1f);
  }

  @Test
  void uniformScalesLieFromZeroToOneAndLeaveTheRestAsItWas() {
    float[] scales = values(Initializer.he().uniformScales(), "bn.weight");
    double sum = 0;
    for (float scale : scales) {
      assertThat(scale).isBetween(0f, 1f);
      sum += scale;
    }
    // The deviation of such a mean is sqrt(1 / 12 / 500) = 0.013.
    assertThat(sum / scales.length).isBetween(0.45, 0.55);
    assertThat(values(Initializer.he().uniformScales(), "bn.running_var")).containsOnly(1f);
    for (String same : new String[] {"conv.weight", "fc.weight"}) {
      assertThat(values(Initializer.he().uniformScales(), same))
          .isEqualTo(values(Initializer.he(), same));
    }
  }

  private static final Param GROUPED =
      Conv2d.of(6, 3).groups(2).parameters(List.of(Shape.image(4, 8, 8))).get(0);

  private static final Param FULL = Linear.of(5).parameters(List.of(Shape.features(12))).get(0);

  /** A filter of the grouped one has 2 x 3 x 3 inputs, an input 6 x 3 x 3 products. */
  @Test
  void deviationsFollowTheFans() {
    assertThat(Initializer.he().deviation("w", GROUPED, true)).isEqualTo(Math.sqrt(2.0 / 18));
    assertThat(Initializer.he().deviation("w", FULL, false)).isEqualTo(Math.sqrt(2.0 / 12));
    assertThat(Initializer.xavier().deviation("w", GROUPED, true))
        .isEqualTo(Math.sqrt(2.0 / (18 + 54)));
    assertThat(Initializer.xavier().deviation("w", FULL, false))
        .isEqualTo(Math.sqrt(2.0 / (12 + 5)));
  }

  @Test
  void theFirstWeightMayHaveADeviationOfItsOwn() {
    Initializer gaussian = Initializer.gaussian(0.5, 0.01);
    assertThat(deviation(values(gaussian, "conv.weight"))).isCloseTo(0.5, withinPercentage(2));
    assertThat(deviation(values(gaussian, "fc.weight"))).isCloseTo(0.01, withinPercentage(10));
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
