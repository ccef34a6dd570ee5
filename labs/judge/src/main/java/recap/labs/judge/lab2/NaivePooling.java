package recap.labs.judge.lab2;

import recap.labs.lab2.Pooling;

/** Reference answers of the max pool; the first of several equal values is the maximum. */
final class NaivePooling {
  private final Pooling p;
  private final int outHeight;
  private final int outWidth;

  NaivePooling(Pooling pooling) {
    p = pooling;
    outHeight = (p.height() - p.kernel()) / p.stride() + 1;
    outWidth = (p.width() - p.kernel()) / p.stride() + 1;
  }

  /** C H' W'. */
  int outputs() {
    return p.channels() * outHeight * outWidth;
  }

  float[] forward(float[] x) {
    float[] y = new float[outputs()];
    for (int out = 0; out < y.length; out++) {
      y[out] = x[argmax(x, out)];
    }
    return y;
  }

  float[] backward(float[] x, float[] dy) {
    float[] dx = new float[x.length];
    for (int out = 0; out < dy.length; out++) {
      dx[argmax(x, out)] += dy[out];
    }
    return dx;
  }

  /** The flat index in x of the maximum that output {@code out} sees. */
  private int argmax(float[] x, int out) {
    int channel = out / (outHeight * outWidth);
    int top = out / outWidth % outHeight * p.stride();
    int left = out % outWidth * p.stride();
    int best = (channel * p.height() + top) * p.width() + left;
    for (int k = 0; k < p.kernel(); k++) {
      for (int l = 0; l < p.kernel(); l++) {
        int at = (channel * p.height() + top + k) * p.width() + left + l;
        best = x[at] > x[best] ? at : best;
      }
    }
    return best;
  }
}
