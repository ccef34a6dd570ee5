package recap.labs.judge.lab3;

import java.util.function.DoubleUnaryOperator;

/** Reference answers, computed in float64 and rounded once. */
final class Reference {
  private Reference() {}

  /** {@code of} of each value. */
  static float[] each(float[] x, DoubleUnaryOperator of) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) of.applyAsDouble(x[i]);
    }
    return y;
  }

  /** dy times {@code slope} of each value. */
  static float[] chain(float[] x, float[] dy, DoubleUnaryOperator slope) {
    float[] dx = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      dx[i] = (float) (dy[i] * slope.applyAsDouble(x[i]));
    }
    return dx;
  }

  static double relu(double x) {
    return Math.max(0, x);
  }

  /** 0 at 0. */
  static double reluSlope(double x) {
    return x > 0 ? 1 : 0;
  }

  static double tanhSlope(double x) {
    double y = Math.tanh(x);
    return 1 - y * y;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double sigmoidSlope(double x) {
    double y = sigmoid(x);
    return y * (1 - y);
  }
}
