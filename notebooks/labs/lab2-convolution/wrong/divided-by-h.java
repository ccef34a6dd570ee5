// cell: numerical-gradient
// loses: lab2-numerical-gradient
// Divides the central difference by h instead of by 2 h.
import java.util.function.ToDoubleFunction;

/** The slope of f by each element of x. */
float[] numericalGradient(ToDoubleFunction<float[]> f, float[] x) {
  float h = 0.01f;
  float[] slopes = new float[x.length];
  for (int m = 0; m < x.length; m++) {
    float kept = x[m];
    float above = kept + h;
    float below = kept - h;
    x[m] = above;
    double fAbove = f.applyAsDouble(x);
    x[m] = below;
    double fBelow = f.applyAsDouble(x);
    x[m] = kept;
    slopes[m] = (float) ((fAbove - fBelow) / h);
  }
  return slopes;
}
