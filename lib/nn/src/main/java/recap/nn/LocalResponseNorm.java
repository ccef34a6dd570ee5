package recap.nn;

import java.util.List;
import java.util.Set;

/**
 * Local response normalisation over {@code size} neighbouring channels.
 *
 * <pre>y[c] = x[c] / (k + alpha / size * sum over c' near c of x[c']^2) ^ beta</pre>
 *
 * Krizhevsky et al. 2012, section 3.3, where alpha is not divided by the size: the paper's alpha
 * 1e-4 with size 5 is 5e-4 here. Input and output C x H x W.
 *
 * @param size neighbouring channels, the own one in the middle: odd, at least 3
 * @param alpha factor of the mean square
 * @param beta exponent
 * @param k added to the mean square; 0 divides by nothing between channels that are all zero
 */
public record LocalResponseNorm(int size, float alpha, float beta, float k) implements Op {
  /**
   * @throws ShapeException unless the size is odd and at least 3, the constants are finite, and k
   *     and alpha not negative
   */
  public LocalResponseNorm {
    if (size < 3 || size % 2 == 0) {
      throw new ShapeException(
          "LocalResponseNorm", "an odd size of at least 3", "" + size, "use 5");
    }
    if (!(k >= 0 && alpha >= 0) || !Float.isFinite(k + alpha + beta)) {
      throw new ShapeException(
          "LocalResponseNorm",
          "k and alpha of at least 0, and a beta, all finite",
          "k " + k + ", alpha " + alpha + ", beta " + beta,
          "use the paper's k 2, alpha 5e-4 and beta 0.75");
    }
  }

  /** The same of doubles, as decimals in Java are. */
  public LocalResponseNorm(int size, double alpha, double beta, double k) {
    this(size, (float) alpha, (float) beta, (float) k);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Op.image(who, inputs);
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }
}
