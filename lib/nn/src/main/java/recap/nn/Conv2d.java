package recap.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two-dimensional convolution (cross-correlation) with G groups.
 *
 * <pre>
 * y[o, i, j] = b[o] + sum over c, k, l of w[o, c, k, l] * x[g C/G + c, i S - P + k D, j S - P + l D]
 * </pre>
 *
 * where g = floor(o G / O). Input C x H x W, output O x H' x W' with the size of {@link Window};
 * weight O, C/G, K, K; bias O. MACs: O H' W' (C/G) K K. LeCun et al. 1998, section II.A; groups:
 * Krizhevsky et al. 2012, section 3.2.
 *
 * @param outChannels O
 * @param window K, S, P, D
 * @param groups G, which divides C and O
 * @param bias whether b is there
 */
public record Conv2d(int outChannels, Window window, int groups, boolean bias) implements Op {
  /**
   * @throws ShapeException for no output channel or group, or groups that do not divide O
   */
  public Conv2d {
    Op.positive("Conv2d", "outChannels", outChannels);
    Op.positive("Conv2d", "groups", groups);
    if (outChannels % groups != 0) {
      throw new ShapeException(
          "Conv2d",
          "groups that divide the output channels",
          groups + " groups for " + outChannels + " channels",
          "change either");
    }
  }

  /** {@code outChannels} filters of {@code kernel} x {@code kernel}, stride 1, no padding, bias. */
  public static Conv2d of(int outChannels, int kernel) {
    return new Conv2d(outChannels, Window.of(kernel), 1, true);
  }

  /** {@code outChannels} filters that look through {@code window}, with bias. */
  public static Conv2d of(int outChannels, Window window) {
    return new Conv2d(outChannels, window, 1, true);
  }

  /** The same with another stride. */
  public Conv2d stride(int stride) {
    return new Conv2d(outChannels, window.stride(stride), groups, bias);
  }

  /** The same with another padding. */
  public Conv2d padding(int padding) {
    return new Conv2d(outChannels, window.padding(padding), groups, bias);
  }

  /** The same in {@code groups} groups. */
  public Conv2d groups(int groups) {
    return new Conv2d(outChannels, window, groups, bias);
  }

  /** The same without bias, as before a batch norm. */
  public Conv2d noBias() {
    return new Conv2d(outChannels, window, groups, false);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    Shape x = Op.image(who, inputs);
    if (x.channels() % groups != 0) {
      throw new ShapeException(
          who,
          "input channels divisible by " + groups + " groups",
          x.toString(),
          "change the groups or the layer before");
    }
    Extent out = window.output(who, x);
    return Shape.image(outChannels, out.height(), out.width());
  }

  @Override
  public List<Param> parameters(List<Shape> inputs) {
    var params = new ArrayList<Param>(2);
    Extent k = window.kernel();
    int in = inputs.get(0).channels() / groups;
    params.add(
        new Param("weight", List.of(outChannels, in, k.height(), k.width()), Param.Role.WEIGHT));
    if (bias) {
      params.add(new Param("bias", List.of(outChannels), Param.Role.BIAS));
    }
    return params;
  }

  @Override
  public long macs(List<Shape> inputs) {
    Shape y = infer(kind(), inputs);
    return y.elements() * (inputs.get(0).channels() / groups) * window.kernel().area();
  }

  @Override
  public Optional<Window> window(List<Shape> inputs) {
    return Optional.of(window);
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }
}
