package recap.labs.judge.lab3;

/**
 * Local response normalisation of a batch N x C x H x W, row-major, in float64.
 *
 * @param channels C
 * @param pixels H W
 * @param size n, odd
 * @param alpha factor of the mean square
 * @param beta exponent
 * @param k added to the mean square
 */
record NaiveResponseNorm(int channels, int pixels, int size, double alpha, double beta, double k) {

  float[] forward(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) (x[i] * Math.pow(denominator(x, i), -beta));
    }
    return y;
  }

  /** From the definition: the slope of every output of the same pixel by each of its inputs. */
  float[] backward(float[] x, float[] dy) {
    float[] dx = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        int out = at(i, c);
        sum += dy[out] * slope(x, out, i);
      }
      dx[i] = (float) sum;
    }
    return dx;
  }

  /** The slope of output {@code out} by input {@code in}, of the same pixel. */
  private double slope(float[] x, int out, int in) {
    double d = denominator(x, out);
    double own = out == in ? Math.pow(d, -beta) : 0;
    double shared = near(out, in) ? 2 * alpha / size * x[in] : 0;
    return own - beta * x[out] * Math.pow(d, -beta - 1) * shared;
  }

  private double denominator(float[] x, int i) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      int other = at(i, c);
      sum += near(i, other) ? (double) x[other] * x[other] : 0;
    }
    return k + alpha / size * sum;
  }

  private boolean near(int one, int other) {
    return Math.abs(channel(one) - channel(other)) <= size / 2;
  }

  private int channel(int i) {
    return i / pixels % channels;
  }

  /** The index of channel {@code c} at the sample and pixel of {@code i}. */
  private int at(int i, int c) {
    return i + (c - channel(i)) * pixels;
  }
}
