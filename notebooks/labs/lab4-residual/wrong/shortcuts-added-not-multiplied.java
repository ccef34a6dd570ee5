// cell: gradient-flow
// loses: lab4-gradient-flow
// The paths through a residual chain multiply; their slopes do not just add up.
/** The L + 1 gradients of x_L by x_0, x_1, ..., x_L; {@code slopes} holds the L numbers a_l. */
double[] gradientFlow(double[] slopes, boolean residual) {
  double[] gradients = new double[slopes.length + 1];
  gradients[slopes.length] = 1;
  for (int l = slopes.length - 1; l >= 0; l--) {
    gradients[l] = residual ? gradients[l + 1] + slopes[l] : gradients[l + 1] * slopes[l];
  }
  return gradients;
}
