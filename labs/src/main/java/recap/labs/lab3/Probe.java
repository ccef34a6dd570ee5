package recap.labs.lab3;

import recap.nn.JavaLayer;
import recap.nn.Shape;

/** Layers to try a gradient check on: one can work their slopes out, but they do not tell them. */
public enum Probe implements JavaLayer {
  /** y[i] = x[i]^3. */
  CUBE {
    @Override
    float value(float[] x, int count, int i) {
      return x[i] * x[i] * x[i];
    }
  },

  /** y[i] = x[i] x[i + 1], where the first value follows the last: each x is in two outputs. */
  PRODUCT {
    @Override
    float value(float[] x, int count, int i) {
      return x[i] * x[(i + 1) % count];
    }
  };

  /** y[i] of a batch of {@code count} values. */
  abstract float value(float[] x, int count, int i);

  @Override
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    int count = batch * (int) shape.elements();
    for (int i = 0; i < count; i++) {
      y[i] = value(x, count, i);
    }
  }

  @Override
  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    throw new UnsupportedOperationException(
        "Probe: expected a gradient check, which knows the forward pass only, received a call of"
            + " backward; use formula (9).");
  }
}
