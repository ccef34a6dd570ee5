package recap.nn;

import java.util.List;

/**
 * Multiplies every value by one constant: y = a x. Turns a sum into the mean of a fractal join
 * (Larsson et al. 2016, section 3.1) and damps the residual branches of Inception-ResNet (Szegedy
 * et al. 2016, section 3.3). Input and output of any shape. In a notebook, where {@code Scale} is
 * that of an experiment, write {@code new recap.nn.Scale(0.5)}.
 *
 * @param factor a, finite and not 0
 */
public record Scale(float factor) implements Op {
  /**
   * @throws ShapeException for a factor that is 0 or not finite
   */
  public Scale {
    if (!Float.isFinite(factor) || factor == 0) {
      throw new ShapeException("Scale", "a finite factor other than 0", "" + factor, "use 0.5");
    }
  }

  /** The same of a double, as decimals in Java are. */
  public Scale(double factor) {
    this((float) factor);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Op.single(who, inputs);
  }
}
