package recap.nn;

import java.util.stream.IntStream;

/**
 * What a convolution or a pool sees at once: a kernel K that moves by a stride S over an input
 * padded by P on each side, its taps D apart.
 *
 * <pre>out = floor((in + 2 P - D (K - 1) - 1) / S) + 1</pre>
 *
 * @param kernel K, at least 1x1
 * @param stride S, at least 1x1
 * @param padding P, rows and columns of zeros on each side
 * @param dilation D, 1x1 for adjacent taps
 */
public record Window(Extent kernel, Extent stride, Extent padding, Extent dilation) {
  /** Beyond any image; its square is an int. */
  private static final int MOST = 30_000;

  /**
   * @throws ShapeException for a size below its least, or one beyond any image
   */
  public Window {
    require(kernel, 1, "kernel");
    require(stride, 1, "stride");
    require(padding, 0, "padding");
    require(dilation, 1, "dilation");
    requireSane(kernel.height(), stride.height(), padding.height(), dilation.height());
    requireSane(kernel.width(), stride.width(), padding.width(), dilation.width());
  }

  /** So that what is computed of a window alone fits into an int. */
  private static void requireSane(int k, int s, int p, int d) {
    if (Math.max(Math.max((long) d * (k - 1) + 1, s), p) > MOST) {
      throw new ShapeException(
          "Window",
          "taps, strides and padding of at most " + MOST + " rows and columns",
          "kernel " + k + ", stride " + s + ", padding " + p + ", dilation " + d,
          "use a smaller window");
    }
  }

  private static void require(Extent extent, int least, String what) {
    if (extent.height() < least || extent.width() < least) {
      throw new ShapeException(
          "Window", what + " of at least " + least, extent.toString(), "raise the " + what);
    }
  }

  /** A {@code size} x {@code size} kernel with stride 1, no padding, no dilation. */
  public static Window of(int size) {
    return of(size, size);
  }

  /** A {@code height} x {@code width} kernel with stride 1, no padding, no dilation. */
  public static Window of(int height, int width) {
    return new Window(
        new Extent(height, width), Extent.square(1), Extent.square(0), Extent.square(1));
  }

  /** The same window moved by {@code stride}. */
  public Window stride(int stride) {
    return new Window(kernel, Extent.square(stride), padding, dilation);
  }

  /** The same window over an input padded by {@code padding} on all sides. */
  public Window padding(int padding) {
    return padding(padding, padding);
  }

  /** The same window, {@code vertical} rows padded above and below, {@code horizontal} columns. */
  public Window padding(int vertical, int horizontal) {
    return new Window(kernel, stride, new Extent(vertical, horizontal), dilation);
  }

  /** The same window with its taps {@code dilation} apart. */
  public Window dilation(int dilation) {
    return new Window(kernel, stride, padding, Extent.square(dilation));
  }

  /** Rows and columns from the first to the last tap: D (K - 1) + 1. */
  public Extent reach() {
    return new Extent(
        dilation.height() * (kernel.height() - 1) + 1, dilation.width() * (kernel.width() - 1) + 1);
  }

  /** Refuses, for a pool, a padding in which windows would see little or nothing of the input. */
  void requirePaddingWithinHalf(String who) {
    Extent reach = reach();
    if (2 * padding.height() > reach.height() || 2 * padding.width() > reach.width()) {
      throw new ShapeException(
          who,
          "a padding of at most half its window of " + reach,
          padding.toString(),
          "use less padding or a larger kernel");
    }
  }

  /**
   * Refuses, for a pool, an input on which some of its {@code out} windows would see padding alone:
   * all taps of a dilated one may lie beside a small image.
   */
  void requireSight(String who, Shape input, Extent out) {
    if (!sees(input.height(), out.height(), true) || !sees(input.width(), out.width(), false)) {
      throw new ShapeException(
          who,
          "windows that each see a pixel of the input",
          "an input of " + input + " under " + this,
          "use a larger input, less padding or less dilation");
    }
  }

  /** Whether each of {@code out} windows has a tap within the {@code in} rows or columns. */
  private boolean sees(int in, int out, boolean vertical) {
    int k = vertical ? kernel.height() : kernel.width();
    int s = vertical ? stride.height() : stride.width();
    int p = vertical ? padding.height() : padding.width();
    int d = vertical ? dilation.height() : dilation.width();
    return IntStream.range(0, out)
        .allMatch(
            position ->
                IntStream.range(0, k)
                    .map(tap -> position * s - p + tap * d)
                    .anyMatch(row -> row >= 0 && row < in));
  }

  /**
   * The size of the output for an input of {@code height} x {@code width}, rounded down.
   *
   * @throws ShapeException when the window does not fit into the padded input
   */
  public Extent output(String who, Shape input) {
    return output(who, input, false);
  }

  /**
   * The size of the output, rounded down or, with {@code ceil}, up, where a lone window may reach
   * over the padded input by less than a stride; a window that would start beyond the input and its
   * leading padding is left out even then.
   *
   * @throws ShapeException when the window does not fit into the padded input
   */
  public Extent output(String who, Shape input, boolean ceil) {
    return new Extent(
        outputSize(who, input, input.height(), true, ceil),
        outputSize(who, input, input.width(), false, ceil));
  }

  private int outputSize(String who, Shape input, int in, boolean vertical, boolean ceil) {
    int reach = vertical ? reach().height() : reach().width();
    int s = vertical ? stride.height() : stride.width();
    int p = vertical ? padding.height() : padding.width();
    long room = in + 2L * p - reach;
    int least = ceil ? 1 - s : 0;
    if (room < least) {
      throw new ShapeException(
          who,
          "at least " + (reach + least) + " padded " + (vertical ? "rows" : "columns"),
          "an input of " + input + " with padding " + padding,
          "use a larger input, a smaller kernel or more padding");
    }
    long out = Math.floorDiv(room, s) + 1;
    boolean partial = ceil && Math.floorMod(room, s) != 0 && out * s < (long) in + p;
    if (out + 1 > Integer.MAX_VALUE) {
      throw new ShapeException(
          who,
          "an output of fewer than 2147483647 " + (vertical ? "rows" : "columns"),
          "an input of " + input + " with padding " + padding,
          "use a smaller input or less padding");
    }
    return (int) (partial ? out + 1 : out);
  }

  /** {@code 3x3 /2 pad 1}. */
  @Override
  public String toString() {
    var text = new StringBuilder(kernel.toString());
    if (stride.height() != 1 || stride.width() != 1) {
      text.append(" /").append(compact(stride));
    }
    if (padding.height() != 0 || padding.width() != 0) {
      text.append(" pad ").append(compact(padding));
    }
    if (dilation.height() != 1 || dilation.width() != 1) {
      text.append(" dilation ").append(compact(dilation));
    }
    return text.toString();
  }

  private static String compact(Extent extent) {
    return extent.height() == extent.width() ? String.valueOf(extent.height()) : extent.toString();
  }
}
