package recap.labs.judge.lab2;

import java.util.Map;
import recap.labs.lab2.Convolution;

/** Reference answers: one image, sums in float64. Shapes are those of {@link Convolution}. */
final class NaiveConvolution {
  private final Convolution c;
  private final int outHeight;
  private final int outWidth;

  NaiveConvolution(Convolution convolution) {
    c = convolution;
    outHeight = (c.height() + 2 * c.padding() - c.kernel()) / c.stride() + 1;
    outWidth = (c.width() + 2 * c.padding() - c.kernel()) / c.stride() + 1;
  }

  /** O H' W'. */
  int outputs() {
    return c.filters() * outHeight * outWidth;
  }

  long macs() {
    return (long) outputs() * c.channels() * c.kernel() * c.kernel();
  }

  float[] forward(float[] x, float[] w, float[] b) {
    double[] y = new double[outputs()];
    for (int at = 0; at < y.length; at++) {
      y[at] = b[at / (outHeight * outWidth)];
    }
    visit((out, weight, in) -> y[out] += (double) w[weight] * x[in]);
    return floats(y);
  }

  float[] backwardInput(float[] w, float[] dy) {
    double[] dx = new double[c.channels() * c.height() * c.width()];
    visit((out, weight, in) -> dx[in] += (double) w[weight] * dy[out]);
    return floats(dx);
  }

  Map<String, Object> backwardWeights(float[] x, float[] dy) {
    double[] dw = new double[c.filters() * c.channels() * c.kernel() * c.kernel()];
    double[] db = new double[c.filters()];
    visit((out, weight, in) -> dw[weight] += (double) x[in] * dy[out]);
    for (int out = 0; out < dy.length; out++) {
      db[out / (outHeight * outWidth)] += dy[out];
    }
    return Map.of("dw", floats(dw), "db", floats(db));
  }

  /** One product of the convolution: the flat indices of y, w and x. */
  private interface Product {
    void at(int out, int weight, int in);
  }

  private void visit(Product product) {
    int out = 0;
    for (int o = 0; o < c.filters(); o++) {
      for (int i = 0; i < outHeight; i++) {
        for (int j = 0; j < outWidth; j++, out++) {
          for (int tap = 0; tap < c.channels() * c.kernel() * c.kernel(); tap++) {
            int channel = tap / (c.kernel() * c.kernel());
            int row = i * c.stride() - c.padding() + tap / c.kernel() % c.kernel();
            int column = j * c.stride() - c.padding() + tap % c.kernel();
            if (row >= 0 && row < c.height() && column >= 0 && column < c.width()) {
              int in = (channel * c.height() + row) * c.width() + column;
              product.at(out, o * c.channels() * c.kernel() * c.kernel() + tap, in);
            }
          }
        }
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
