// cell: summary
// loses: lab6-summary
// Divides by N: the deviation of a population, too small for a sample.
/** Mean, sample standard deviation and number of the values, of which there is at least one. */
Summary summary(double[] values) {
  double mean = Arrays.stream(values).average().orElseThrow();
  double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  double deviation = values.length == 1 ? Double.NaN : Math.sqrt(squares / values.length);
  return new Summary(mean, deviation, values.length);
}
