// cell: numerical-gradient
// loses: lab2-numerical-gradient
// Does not put back what it moved, so the other slopes are those of another place.
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
    slopes[m] = (float) ((fAbove - fBelow) / (above - below));
  }
  return slopes;
}
