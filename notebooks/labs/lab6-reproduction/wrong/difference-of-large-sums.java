// cell: summary
// loses: lab6-summary
// visible: passes
// The mean of the squares less the square of the mean: right on paper, without digits far from zero.
/** Mean, sample standard deviation and number of the values, of which there is at least one. */
Summary summary(double[] values) {
  int n = values.length;
  double sum = 0, squares = 0;
  for (double value : values) {
    sum += value;
    squares += value * value;
  }
  return new Summary(sum / n, Math.sqrt((squares - sum * sum / n) / (n - 1)), n);
}
