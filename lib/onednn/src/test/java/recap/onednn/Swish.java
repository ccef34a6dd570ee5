package recap.onednn;

import recap.nn.JavaLayer;
import recap.nn.Shape;

/** Swish, y = x sigmoid(x), as a user would write it. Ramachandran et al. 2017. */
record Swish() implements JavaLayer {
  @Override
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) (x[i] / (1 + Math.exp(-x[i])));
    }
  }

  @Override
  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < x.length; i++) {
      double gate = 1 / (1 + Math.exp(-x[i]));
      dx[i] = (float) (dy[i] * (gate + y[i] * (1 - gate)));
    }
  }
}
