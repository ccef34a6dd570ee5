package recap.nn;

import java.util.List;
import java.util.Set;

/**
 * Drops the whole branch of a sample in training with probability {@code rate} and divides the
 * branches that stay by 1 - rate; the identity in inference. Input and output C x H x W: images
 * only. Huang et al. 2016 (stochastic depth), Larsson et al. 2016 (drop-path).
 *
 * @param rate in [0, 1)
 */
public record DropPath(float rate) implements Op {
  /**
   * @throws ShapeException for a rate outside [0, 1)
   */
  public DropPath {
    if (!(rate >= 0 && rate < 1)) {
      throw new ShapeException("DropPath", "a rate in [0, 1)", "" + rate, "use 0.2");
    }
  }

  /** The same of a double, as decimals in Java are. */
  public DropPath(double rate) {
    this((float) rate);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Op.image(who, inputs);
  }

  @Override
  public Set<Saved> saves() {
    return rate == 0 ? Set.of() : Set.of(Saved.FACTOR);
  }
}
