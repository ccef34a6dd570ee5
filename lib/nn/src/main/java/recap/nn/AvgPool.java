package recap.nn;

import java.util.List;
import java.util.Optional;

/**
 * Mean over a window. Input C x H x W, output C x H' x W' with the size of {@link Window}, rounded
 * up if {@code ceil}. The divisor is the number of taps inside the input or, with {@code
 * countPadding}, inside the padded input. LeCun et al. 1998, section II.A (sub-sampling, there with
 * a weight and a bias for each map).
 *
 * @param window K, S, P; no dilation
 * @param ceil whether a last, partial window counts
 * @param countPadding whether the zeros of the padding count
 */
public record AvgPool(Window window, boolean ceil, boolean countPadding) implements Op {
  /**
   * @throws ShapeException for a dilation, or a padding of more than half the window
   */
  public AvgPool {
    window.requirePaddingWithinHalf("AvgPool");
    if (!window.dilation().equals(Extent.square(1))) {
      throw new ShapeException(
          "AvgPool", "adjacent taps", "a dilation of " + window.dilation(), "leave it out");
    }
  }

  /** {@code kernel} x {@code kernel} windows, {@code stride} apart, sizes rounded down. */
  public static AvgPool of(int kernel, int stride) {
    return new AvgPool(Window.of(kernel).stride(stride), false, true);
  }

  /** The same with another padding. */
  public AvgPool padding(int padding) {
    return new AvgPool(window.padding(padding), ceil, countPadding);
  }

  /** The same with sizes rounded up. */
  public AvgPool ceiling() {
    return new AvgPool(window, true, countPadding);
  }

  /** The same as a mean of the taps inside the input alone. */
  public AvgPool withoutPadding() {
    return new AvgPool(window, ceil, false);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    Shape x = Op.image(who, inputs);
    Extent out = window.output(who, x, ceil);
    return Shape.image(x.channels(), out.height(), out.width());
  }

  @Override
  public long operations(List<Shape> inputs) {
    return infer(kind(), inputs).elements() * window.kernel().area();
  }

  @Override
  public Optional<Window> window(List<Shape> inputs) {
    return Optional.of(window);
  }
}
