package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import recap.nn.RandomStream;
import recap.nn.Shape;

/** Seeded values that bfloat16 holds exactly, and distances between tensors. */
final class Numbers {
  private Numbers() {}

  /**
   * A batch of {@code shape}: in each map odd multiples of 1/128 in (-2, 2), no two alike while
   * there are at most 256 of them. So no value is near the kink of a ReLU and no maximum is a tie.
   */
  static float[] input(String name, int batch, Shape shape) {
    float[] values = new float[Math.toIntExact(batch * shape.elements())];
    int pixels = shape.height() * shape.width();
    var stream = RandomStream.of(1, name);
    int[] grid = new int[256];
    for (int i = 0; i < values.length; i++) {
      if (i % pixels % grid.length == 0) {
        Arrays.setAll(grid, k -> 2 * k - 255);
        stream.shuffle(grid);
      }
      values[i] = grid[i % pixels % grid.length] / 128f;
    }
    return values;
  }

  /** {@code count} samples around 0, of deviation {@code scale} or thereabouts. */
  static float[] spread(String name, int count, double scale) {
    float[] values = new float[count];
    var stream = RandomStream.of(2, name);
    for (int i = 0; i < count; i++) {
      values[i] = bfloat16(scale * stream.nextGaussian());
    }
    return values;
  }

  /** {@code count} samples in [0.5, 1.5). */
  static float[] positive(String name, int count) {
    float[] values = new float[count];
    var stream = RandomStream.of(3, name);
    for (int i = 0; i < count; i++) {
      values[i] = bfloat16(0.5 + stream.nextDouble());
    }
    return values;
  }

  private static float bfloat16(double value) {
    return Float.intBitsToFloat(Float.floatToIntBits((float) value) & 0xFFFF0000);
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** The L2 norm. */
  static double norm(double[] values) {
    return Math.sqrt(dot(values, values));
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Asserts |actual - expected| <= tolerance |expected| in L2. */
  static void assertClose(String what, float[] actual, double[] expected, double tolerance) {
    assertThat(actual).as(what + ", number of values").hasSize(expected.length);
    double[] difference = new double[expected.length];
    Arrays.setAll(difference, i -> actual[i] - expected[i]);
    assertThat(norm(difference) / Math.max(norm(expected), 1e-12))
        .as("%s, relative L2 distance", what)
        .isLessThanOrEqualTo(tolerance);
  }

  /** The tolerance of the contract for one layer. */
  static double tolerance(Precision precision) {
    return precision == Precision.F32 ? 1e-5 : 3e-2;
  }
}
