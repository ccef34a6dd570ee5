package recap.nn;

import java.util.List;

/**
 * A named tensor that a layer owns: a learned parameter or a running statistic.
 *
 * @param name its name within the layer, as torchvision's {@code state_dict} has it: {@code
 *     weight}, {@code bias}, {@code running_mean}, {@code running_var}
 * @param shape row-major; a convolution's weight is O, I / groups, K, K; a linear layer's O, I
 * @param role what it is for, which decides its initial value and whether SGD moves it
 */
public record Param(String name, List<Integer> shape, Role role) {
  /** What a parameter is for. */
  public enum Role {
    /** A convolution's or linear layer's weight. */
    WEIGHT,
    /** An additive term; starts at 0. */
    BIAS,
    /** A normalisation's factor; starts at 1. */
    SCALE,
    /** The running mean of the inputs; starts at 0; not learned. */
    RUNNING_MEAN,
    /** The running variance of the inputs; starts at 1; not learned. */
    RUNNING_VAR
  }

  public Param {
    shape = List.copyOf(shape);
  }

  /** The number of values. */
  public long elements() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Whether SGD moves it; running statistics it leaves alone, and they count as no parameter. */
  public boolean learned() {
    return role != Role.RUNNING_MEAN && role != Role.RUNNING_VAR;
  }

  /** The number of inputs that one output sums over: the product of all sizes but the first. */
  public int fanIn() {
    return Math.toIntExact(elements() / shape.get(0));
  }
}
