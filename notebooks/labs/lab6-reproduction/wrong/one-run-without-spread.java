// cell: summary
// loses: lab6-summary
// visible: passes
// One run gets the deviation 0, as if the next one had to come out the same.
/** Mean, sample standard deviation and number of the values, of which there is at least one. */
Summary summary(double[] values) {
  double mean = Arrays.stream(values).average().orElseThrow();
  double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  double deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return new Summary(mean, deviation, values.length);
}
