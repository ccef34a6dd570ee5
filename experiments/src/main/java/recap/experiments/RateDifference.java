package recap.experiments;

import java.util.Locale;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * By how much one error rate lies below another where each is that of a single training, and
 * whether the choice of images alone explains it: the normal approximation of two binomial shares.
 * Both are measured on the same images; but records do not say which of them each errs on, so they
 * are taken for two samples. Networks tend to err on the same ones, which makes the true standard
 * error smaller as a rule. What another seed would change is not in it, so a difference that counts
 * is one of two sets of weights, not yet of two kinds of network.
 *
 * @param lower share of images, 0 to 1
 * @param higher share of images, 0 to 1
 * @param images that each was measured on
 */
record RateDifference(double lower, double higher, long images) {
  private static final double NEEDED =
      new NormalDistribution().inverseCumulativeProbability(1 - Difference.CHANCE);

  /** What follows for the claim that {@code lower} is lower. */
  Verdict verdict() {
    double chance = NEEDED * standardError();
    if (higher - lower > chance) {
      return Verdict.REPRODUCED;
    }
    return lower - higher > chance ? Verdict.NOT_REPRODUCED : Verdict.UNDECIDED;
  }

  private double standardError() {
    return Math.sqrt((lower * (1 - lower) + higher * (1 - higher)) / images);
  }

  /** {@code 0.38 points lower (standard error 0.39, of 10000 images taken unpaired, ...)}. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%.2f points %s (standard error %.2f, of %d images taken unpaired, hence usually too large;"
            + " counts above %.2f standard errors)",
        100 * Math.abs(higher - lower),
        higher < lower ? "higher" : "lower",
        100 * standardError(),
        images,
        NEEDED);
  }
}
