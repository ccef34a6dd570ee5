package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One tile and one channel, small enough to follow by hand. */
class WinogradTest {
  private static final float[] INPUT = Numbers.spread("d", 36, 1);
  private static final float[] FILTER = Numbers.spread("g", 9, 1);

  @Test
  void theProductsOfTheTransformsAreTheConvolution() {
    float[] d = product(Winograd.input(), 36, INPUT);
    float[] g = product(Winograd.filter(), 36, FILTER);
    float[] y = product(Winograd.output(), 16, products(g, d));
    Numbers.assertClose("outputs", y, convolution(), 1e-5);
  }

  @Test
  void turningTheFilterReversesItsTaps() {
    float[] reversed = new float[9];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = FILTER[8 - i];
    }
    Numbers.assertClose(
        "transformed filter",
        product(Winograd.turnedFilter(), 36, FILTER),
        Numbers.doubles(product(Winograd.filter(), 36, reversed)),
        1e-6);
  }

  @Test
  void tilesCoverEveryPixel() {
    assertThat(new int[] {Winograd.tiles(1), Winograd.tiles(4), Winograd.tiles(5)})
        .containsExactly(1, 1, 2);
  }

  private static double[] convolution() {
    double[] y = new double[16];
    for (int i = 0; i < 16; i++) {
      for (int tap = 0; tap < 9; tap++) {
        y[i] += FILTER[tap] * INPUT[(i / 4 + tap / 3) * 6 + i % 4 + tap % 3];
      }
    }
    return y;
  }

  private static float[] products(float[] a, float[] b) {
    float[] c = new float[a.length];
    for (int i = 0; i < c.length; i++) {
      c[i] = a[i] * b[i];
    }
    return c;
  }

  private static float[] product(float[] matrix, int rows, float[] vector) {
    assertThat(matrix).hasSize(rows * vector.length);
    float[] y = new float[rows];
    for (int i = 0; i < matrix.length; i++) {
      y[i / vector.length] += matrix[i] * vector[i % vector.length];
    }
    return y;
  }
}
