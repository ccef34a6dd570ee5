package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;

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
}
