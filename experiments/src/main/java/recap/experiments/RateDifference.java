package recap.experiments;

import java.util.Locale;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * By how much one error rate lies below another where each is that of a single training, and
 * whether chance explains it. Two chances are reckoned with. That of the images: the normal
 * approximation of two binomial shares. Both are measured on the same images; but records do not
 * say which of them each errs on, so they are taken for two samples, which makes the error too
 * large as a rule. And that of the seeds, whose scatter one training of each cannot show: it is
 * taken from others' trainings ({@link #SEEDS}).
 *
 * @param lower share of images, 0 to 1
 * @param higher share of images, 0 to 1
 * @param images that each was measured on
 */
record RateDifference(double lower, double higher, long images) {
  /**
   * Standard deviation of the error over seeds: the widest that others report of residual networks
   * on CIFAR-10. The best errors of six trainings of ResNet-56 were 6.89 to 8.42 % ({@link
   * ErrorsByDepth}), and six values of a normal distribution lie 2.53 deviations apart in the mean.
   * He et al. 2015 (table 6) give 0.16 points for 110 layers.
   */
  static final double SEEDS = (0.0842 - 0.0689) / 2.53;

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
    return Math.hypot(ofImages(), ofSeeds());
  }

  private double ofImages() {
    return Math.sqrt((lower * (1 - lower) + higher * (1 - higher)) / images);
  }

  private static double ofSeeds() {
    return Math.sqrt(2) * SEEDS;
  }

  /** {@code 0.38 points lower (standard error 0.94: 0.39 of 10000 images ...)}. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%.2f points %s (standard error %.2f: %.2f of %d images taken unpaired, hence usually too"
            + " large, %.2f of the seeds, whose scatter is taken from others' six trainings of"
            + " ResNet-56; counts above %.2f standard errors)",
        100 * Math.abs(higher - lower),
        higher < lower ? "higher" : "lower",
        100 * standardError(),
        100 * ofImages(),
        images,
        100 * ofSeeds(),
        NEEDED);
  }
}
