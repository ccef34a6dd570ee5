package recap.nn;

import java.util.List;
import java.util.Set;

/**
 * In training each value is zeroed with probability {@code rate} and the others are divided by 1 -
 * rate, so that inference is the identity. Srivastava et al. 2014; the 2012 paper halves the
 * outputs at test time instead, which is the same in expectation. Input and output of any shape.
 *
 * @param rate in [0, 1)
 */
public record Dropout(float rate) implements Op {
  /**
   * @throws ShapeException for a rate outside [0, 1)
   */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new ShapeException("Dropout", "a rate in [0, 1)", "" + rate, "use 0.5");
    }
  }

  /** The same of a double, as decimals in Java are. */
  public Dropout(double rate) {
    this((float) rate);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Op.single(who, inputs);
  }

  @Override
  public Set<Saved> saves() {
    return rate == 0 ? Set.of() : Set.of(Saved.MASK);
  }
}
