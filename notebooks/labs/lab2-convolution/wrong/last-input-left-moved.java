// cell: numerical-gradient
// loses: lab2-numerical-gradient
// Puts all back before each step, so the slopes are right, but the last input stays moved.
import java.util.function.ToDoubleFunction;

/** The slope of f by each element of x. */
float[] numericalGradient(ToDoubleFunction<float[]> f, float[] x) {
  float h = 0.01f;
  float[] kept = x.clone();
  float[] slopes = new float[x.length];
  for (int m = 0; m < x.length; m++) {
    System.arraycopy(kept, 0, x, 0, x.length);
    float above = kept[m] + h;
    float below = kept[m] - h;
    x[m] = above;
    double fAbove = f.applyAsDouble(x);
    x[m] = below;
    double fBelow = f.applyAsDouble(x);
    slopes[m] = (float) ((fAbove - fBelow) / (above - below));
  }
  return slopes;
}
