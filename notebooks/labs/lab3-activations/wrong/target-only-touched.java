// cell: epochs-to
// loses: lab3-epochs
// visible: passes
// A curve that comes down to the target and no further has reached it.
/** Where the curve first comes down to the target, formula (10); errors[0] is that after epoch 1. */
double epochsTo(double[] errors, double target) {
  for (int i = 0; i < errors.length; i++) {
    if (errors[i] < target) {
      return i == 0 ? 1 : i + (errors[i - 1] - target) / (errors[i - 1] - errors[i]);
    }
  }
  return Double.POSITIVE_INFINITY;
}
