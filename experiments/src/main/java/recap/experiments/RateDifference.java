package recap.experiments;

import java.util.Locale;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * By how much one error rate lies below another where each is that of a single training, and
 * whether chance explains it. That of the images is the normal approximation of two binomial
 * shares. Both are measured on the same images; but records do not say which of them each errs on,
 * so they are taken for two samples, which makes the error too large as a rule. That of the seeds
 * one training of each cannot show: it is taken from others' trainings where there are such, and
 * else it is missing, so that a difference which counts is one of two sets of weights, not yet of
 * two kinds of network.
 *
 * @param lower share of images, 0 to 1
 * @param higher share of images, 0 to 1
 * @param images that each was measured on
 * @param seeds standard deviation of the rate over seeds; NaN where it is not known
 */
record RateDifference(double lower, double higher, long images, double seeds) {
  /**
   * That of the test error of a residual network at the end of the paper's schedule: the widest
   * that others report. The best errors of six trainings of ResNet-56 were 6.89 to 8.42 % ({@link
   * ErrorsByDepth}), and six values of a normal distribution lie 2.53 deviations apart in the mean.
   * He et al. 2015 (table 6) give 0.16 points for 110 layers.
   */
  static final double RESIDUAL = (0.0842 - 0.0689) / 2.53;

  /** A spread of six values is itself uncertain: Student's t with five degrees of freedom. */
  private static final int TRAININGS = 6;

  /** What follows for the claim that {@code lower} is lower. */
  Verdict verdict() {
    double chance = needed() * standardError();
    if (higher - lower > chance) {
      return Verdict.REPRODUCED;
    }
    return lower - higher > chance ? Verdict.NOT_REPRODUCED : Verdict.UNDECIDED;
  }

  private double needed() {
    return seedsKnown()
        ? new TDistribution(null, TRAININGS - 1).inverseCumulativeProbability(1 - Difference.CHANCE)
        : new NormalDistribution().inverseCumulativeProbability(1 - Difference.CHANCE);
  }

  private boolean seedsKnown() {
    return !Double.isNaN(seeds);
  }

  private double standardError() {
    return seedsKnown() ? Math.hypot(ofImages(), ofSeeds()) : ofImages();
  }

  private double ofImages() {
    return Math.sqrt((lower * (1 - lower) + higher * (1 - higher)) / images);
  }

  private double ofSeeds() {
    return Math.sqrt(2) * seeds;
  }

  /** {@code 0.38 points lower (standard error 0.94: 0.39 of 10000 images ...)}. */
  String text() {
    String unpaired = "of " + images + " images taken unpaired, hence usually too large";
    String error =
        seedsKnown()
            ? String.format(
                Locale.ROOT,
                "%.2f: %.2f %s, %.2f of the seeds, whose scatter is taken from others' six trainings of"
                    + " ResNet-56",
                100 * standardError(),
                100 * ofImages(),
                unpaired,
                100 * ofSeeds())
            : String.format(
                Locale.ROOT,
                "%.2f %s; how far seeds scatter is not known",
                100 * standardError(),
                unpaired);
    return String.format(
        Locale.ROOT,
        "%.2f points %s (standard error %s; counts above %.2f standard errors)",
        100 * Math.abs(higher - lower),
        higher < lower ? "higher" : "lower",
        error,
        needed());
  }
}
