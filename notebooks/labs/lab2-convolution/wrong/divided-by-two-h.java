// cell: numerical-gradient
// loses: lab2-numerical-gradient
// visible: passes
// A large input moves by more or less than h: float32 rounds it to what it can hold.
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
    slopes[m] = (float) ((fAbove - fBelow) / (2 * h));
  }
  return slopes;
}
