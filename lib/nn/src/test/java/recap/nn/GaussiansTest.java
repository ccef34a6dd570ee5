package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussiansTest {
  private static float[] oneByOne(int count, double deviation, RandomStream stream) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * stream.nextGaussian());
    }
    return values;
  }

  /** The longest array reaches over many parts; the others end within one and at its edge. */
  @ParameterizedTest
  @CsvSource({"2000000, 0.01, 0", "32768, 1, 5", "32769, 0.0589, 1", "1, 3e-40, 0", "0, 1, 0"})
  void theBitsAreThoseOfSingleSamples(int count, double deviation, long start) {
    var single = RandomStream.of(3, "gaussians");
    var many = RandomStream.of(3, "gaussians");
    single.jumpTo(start);
    many.jumpTo(start);
    float[] values = new float[count];
    Gaussians.fill(values, deviation, many);
    float[] expected = oneByOne(count, deviation, single);
    assertThat(Arrays.mismatch(values, expected)).as("first sample that differs").isEqualTo(-1);
    assertThat(many.counter()).isEqualTo(single.counter());
  }

  /** Bits pinned before samples were drawn in bulk: recorded runs start from them. */
  @Test
  void initialWeightsArePinned() {
    Network network =
        Network.of("pinned", Node.input(3, 8, 8).then("conv", Conv2d.of(64, 3).padding(1)));
    assertThat(Initializer.he().initialize(network, 7).sha256())
        .isEqualTo("cff1f79de5c58d9b0b21bedbdace631ce51c8232450f59143bd49bede8885380");
  }
}
