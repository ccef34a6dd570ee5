// cell: numerical-gradient
// loses: lab2-numerical-gradient
// Moves the input to one side only; the error grows with the curvature of f.
import java.util.function.ToDoubleFunction;

/** The slope of f by each element of x. */
float[] numericalGradient(ToDoubleFunction<float[]> f, float[] x) {
  float h = 0.01f;
  float[] slopes = new float[x.length];
  double here = f.applyAsDouble(x);
  for (int m = 0; m < x.length; m++) {
    float kept = x[m];
    x[m] = kept + h;
    slopes[m] = (float) ((f.applyAsDouble(x) - here) / (x[m] - kept));
    x[m] = kept;
  }
  return slopes;
}
