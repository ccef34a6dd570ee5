package recap.nn;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Maximum over a window; padding never wins. Input C x H x W, output C x H' x W' with the size of
 * {@link Window}, rounded up if {@code ceil}. Krizhevsky et al. 2012, section 3.4.
 *
 * @param window K, S, P
 * @param ceil whether a last, partial window counts
 */
public record MaxPool(Window window, boolean ceil) implements Op {
  /**
   * @throws ShapeException for a padding of more than half the window
   */
  public MaxPool {
    window.requirePaddingWithinHalf("MaxPool");
  }

  /** {@code kernel} x {@code kernel} windows, {@code stride} apart, sizes rounded down. */
  public static MaxPool of(int kernel, int stride) {
    return new MaxPool(Window.of(kernel).stride(stride), false);
  }

  /** The same with another padding. */
  public MaxPool padding(int padding) {
    return new MaxPool(window.padding(padding), ceil);
  }

  /** The same with sizes rounded up. */
  public MaxPool ceiling() {
    return new MaxPool(window, true);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    Shape x = Op.image(who, inputs);
    Extent out = window.output(who, x, ceil);
    window.requireSight(who, x, out);
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

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INDEX);
  }
}
