package recap.experiments;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * By how much one side lies below another in pairs of runs of the same seed, and whether that is
 * more than chance explains: Student's t-test for pairs. Runs of a seed share what the seed
 * decides, such as the order of the images, so two sides are no independent samples.
 *
 * @param mean of the pairs' differences; above zero where the first side is lower
 * @param standardError of {@code mean}; NaN for a single pair
 * @param pairs how many
 */
record Difference(double mean, double standardError, int pairs) {
  /** How often chance may pass for a difference; one-sided. */
  static final double CHANCE = 0.05;

  /** Pairs from which on a sign that all share decides: chance gives it to five in 1 of 32. */
  static final int SIGNS = 5;

  /** From the difference of each pair. */
  static Difference of(List<Double> differences) {
    double error = Finding.deviation(differences) / Math.sqrt(differences.size());
    return new Difference(Finding.mean(differences), error, differences.size());
  }

  /**
   * The same of values that are whole units: where the differences agree to the last one, their
   * spread is hidden by rounding, and half a unit is taken for the standard error.
   */
  Difference ofWhole(double unit) {
    return standardError == 0 ? new Difference(mean, unit / 2, pairs) : this;
  }

  /** Whether the first side is lower by more than chance explains; never for a single pair. */
  boolean counts() {
    return pairs > 1 && mean > needed() * standardError;
  }

  /** What follows for the claim that the first side is lower. */
  Verdict verdict() {
    if (counts()) {
      return Verdict.REPRODUCED;
    }
    boolean reversed = new Difference(-mean, standardError, pairs).counts();
    return reversed ? Verdict.NOT_REPRODUCED : Verdict.UNDECIDED;
  }

  /**
   * What follows for the claim that the two sides are alike, that is, no more than {@code margin}
   * apart: two one-sided tests (Schuirmann 1987). A large spread does not make them alike, as it
   * would if it were enough that no difference is seen.
   */
  Verdict alike(double margin) {
    if (pairs > 1 && furthest() <= margin) {
      return Verdict.REPRODUCED;
    }
    boolean apart = pairs > 1 && Math.abs(mean) - needed() * standardError > margin;
    return apart ? Verdict.NOT_REPRODUCED : Verdict.UNDECIDED;
  }

  /** How far apart the two sides may be; chance seldom hides more. */
  double furthest() {
    return Math.abs(mean) + needed() * standardError;
  }

  /** The standard errors above which a difference of so many pairs counts. */
  private double needed() {
    return new TDistribution(null, pairs - 1).inverseCumulativeProbability(1 - CHANCE);
  }

  /**
   * {@code 1.87 points lower (standard error 0.15, N = 3; counts above 2.92 standard errors)}.
   *
   * @param unit behind the number
   * @param first where the first side is lower
   * @param second where it is not
   */
  String text(String unit, String first, String second) {
    return text(2, unit, first, second);
  }

  /** The same with so many digits behind the point of both numbers. */
  String text(int digits, String unit, String first, String second) {
    String number = "%." + digits + "f";
    return String.format(
        Locale.ROOT,
        number + " %s (standard error " + number + ", N = %d; counts above %.2f standard errors)",
        Math.abs(mean),
        unit + (mean < 0 ? second : first),
        standardError,
        pairs,
        needed());
  }
}
