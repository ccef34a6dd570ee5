package recap.train;

/**
 * Stochastic gradient descent with momentum m and weight decay wd, at the rate lr of a {@link
 * Schedule}:
 *
 * <pre>
 * v = m v + g + wd w
 * w = w - lr v
 * </pre>
 *
 * Weight decay applies to every learned parameter. He et al. 2015 (section 3.4) and Krizhevsky et
 * al. 2012 (section 5, there with lr inside v) both use m = 0.9.
 *
 * @param momentum m, in [0, 1)
 * @param weightDecay wd, 0 or more
 */
public record Sgd(double momentum, double weightDecay) {
  /**
   * @throws IllegalArgumentException for values outside their ranges
   */
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "Sgd: expected a momentum in [0, 1), received " + momentum + "; use 0.9.");
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Sgd: expected a weight decay of 0 or more, received " + weightDecay + "; use 1e-4.");
    }
  }
}
