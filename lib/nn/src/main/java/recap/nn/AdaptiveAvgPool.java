package recap.nn;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mean over windows that make the output a given size, whatever the input's. Input C x H x W,
 * output C x H' x W'; along each axis, with n the input's size and m the output's, output i is the
 * mean from row
 *
 * <pre>floor(i n / m)   to   ceil((i + 1) n / m), exclusive</pre>
 *
 * so windows overlap where m does not divide n, and repeat pixels where m exceeds it. This is how
 * torchvision's networks take images of any size in front of a linear layer of fixed size.
 *
 * <p>It runs in plain Java: networks put it on maps of a few pixels.
 *
 * @param output H' x W'
 */
public record AdaptiveAvgPool(Extent output) implements JavaLayer {
  /**
   * @throws ShapeException for an output without a row or a column
   */
  public AdaptiveAvgPool {
    Op.positive("AdaptiveAvgPool", "the output's height", output.height());
    Op.positive("AdaptiveAvgPool", "the output's width", output.width());
  }

  /** {@code size} x {@code size} outputs. */
  public static AdaptiveAvgPool of(int size) {
    return new AdaptiveAvgPool(Extent.square(size));
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Shape.image(Op.image(who, inputs).channels(), output.height(), output.width());
  }

  @Override
  public long operations(List<Shape> inputs) {
    Shape x = inputs.get(0);
    return x.channels() * taps(x.height(), output.height()) * taps(x.width(), output.width());
  }

  private static long taps(int n, int m) {
    long sum = 0;
    for (int i = 0; i < m; i++) {
      sum += end(i, n, m) - start(i, n, m);
    }
    return sum;
  }

  /** The widest window and the most common distance: for sizes that divide, exactly. */
  @Override
  public Optional<Window> window(List<Shape> inputs) {
    Shape x = inputs.get(0);
    Window widest =
        Window.of(widest(x.height(), output.height()), widest(x.width(), output.width()));
    Extent stride =
        new Extent(
            Math.max(1, x.height() / output.height()), Math.max(1, x.width() / output.width()));
    return Optional.of(new Window(widest.kernel(), stride, widest.padding(), widest.dilation()));
  }

  private static int widest(int n, int m) {
    int widest = 0;
    for (int i = 0; i < m; i++) {
      widest = Math.max(widest, end(i, n, m) - start(i, n, m));
    }
    return widest;
  }

  private static int start(int i, int n, int m) {
    return (int) ((long) i * n / m);
  }

  private static int end(int i, int n, int m) {
    return (int) (((i + 1L) * n + m - 1) / m);
  }

  @Override
  public Set<Saved> saves() {
    return Set.of();
  }

  @Override
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    each(shape, batch, (from, count, to) -> y[to] += x[from] / count);
  }

  @Override
  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    each(shape, batch, (from, count, to) -> dx[from] += dy[to] / count);
  }

  /** A pixel of x that counts in a value of y, among {@code count} of them. */
  private interface Tap {
    void visit(int from, int count, int to);
  }

  private void each(Shape x, int batch, Tap tap) {
    int h = x.height();
    int w = x.width();
    int rows = output.height();
    int columns = output.width();
    for (int map = 0; map < batch * x.channels(); map++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int count =
              (end(i, h, rows) - start(i, h, rows)) * (end(j, w, columns) - start(j, w, columns));
          for (int k = start(i, h, rows); k < end(i, h, rows); k++) {
            for (int l = start(j, w, columns); l < end(j, w, columns); l++) {
              tap.visit((map * h + k) * w + l, count, (map * rows + i) * columns + j);
            }
          }
        }
      }
    }
  }
}
