package recap.experiments;

import java.util.List;

/**
 * By how much one side's runs lie below the other's on average, and how sure that is.
 *
 * @param mean above zero where the first side is lower
 * @param standardError of {@code mean}; NaN where a side has a single run
 */
record Difference(double mean, double standardError) {
  /** A difference counts above so many of its standard errors. */
  static final double ERRORS = 2;

  /** Of runs that have nothing to do with each other. */
  static Difference of(List<Double> lower, List<Double> higher) {
    return new Difference(
        Finding.mean(higher) - Finding.mean(lower),
        Math.hypot(standardError(lower), standardError(higher)));
  }

  /** Of runs in pairs, from the difference of each. */
  static Difference ofPairs(List<Double> differences) {
    return new Difference(Finding.mean(differences), standardError(differences));
  }

  private static double standardError(List<Double> values) {
    return Finding.deviation(values) / Math.sqrt(values.size());
  }

  /** Whether the first side is lower by more than chance explains. */
  boolean counts() {
    return mean > ERRORS * standardError;
  }

  /** {@code less} or {@code more}: the first side against the second. */
  String direction() {
    return mean < 0 ? "more" : "less";
  }
}
