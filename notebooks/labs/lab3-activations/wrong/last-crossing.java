// cell: epochs-to
// loses: lab3-epochs
// visible: passes
// A curve that rises again crosses the target more than once; the first time counts.
/** Where the curve first comes down to the target, formula (10); errors[0] is that after epoch 1. */
double epochsTo(double[] errors, double target) {
  for (int i = errors.length - 1; i > 0; i--) {
    if (errors[i] <= target && errors[i - 1] > target) {
      return i + (errors[i - 1] - target) / (errors[i - 1] - errors[i]);
    }
  }
  return errors[0] <= target ? 1 : Double.POSITIVE_INFINITY;
}
