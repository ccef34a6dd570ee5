package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import recap.nn.AvgPool;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Window;

/**
 * Where sizes are rounded up, a last window can reach over the padded input. oneDNN divides its sum
 * by all taps, the layer's definition by those within the padding; this is the ratio, one value for
 * each output pixel.
 */
final class PartialWindows {
  private final Plan plan;
  private final long groups;
  private final long row;
  private final Value ratios;

  private PartialWindows(Plan plan, Node node, float[] perPixel) {
    this.plan = plan;
    Shape shape = node.shape();
    int together = plan.layout().together(shape);
    groups = (long) plan.batch() * plan.layout().groups(shape);
    row = (long) perPixel.length * together;
    Desc desc = plan.tagged(new long[] {1, row}, dnnl_f32, dnnl_ab);
    float[] values = new float[Math.toIntExact(row)];
    for (int i = 0; i < values.length; i++) {
      values[i] = perPixel[i / together];
    }
    ratios = plan.constant(node.name() + " partial windows", desc, values);
  }

  /** The ratios for {@code node}; null where every window lies within the padded input. */
  static PartialWindows of(Plan plan, Node node) {
    if (!(node.op() instanceof AvgPool pool) || !pool.ceil() || !pool.countPadding()) {
      return null;
    }
    Shape in = node.input().shape();
    Shape out = node.shape();
    Window w = pool.window();
    float[] ratios = new float[out.height() * out.width()];
    boolean partial = false;
    for (int i = 0; i < out.height(); i++) {
      int rows =
          taps(
              i * w.stride().height(), w.kernel().height(), in.height() + 2 * w.padding().height());
      for (int j = 0; j < out.width(); j++) {
        int columns =
            taps(j * w.stride().width(), w.kernel().width(), in.width() + 2 * w.padding().width());
        ratios[i * out.width() + j] = (float) w.kernel().area() / (rows * columns);
        partial |= rows * columns < w.kernel().area();
      }
    }
    if (!partial) {
      return null;
    }
    return new PartialWindows(plan, node, ratios);
  }

  /**
   * Appends target = image times the ratios. oneDNN has vector code for a factor that is the same
   * in each row of a matrix: the rows are groups of channels that lie together.
   */
  void multiply(String name, Value image, Value target) {
    Desc rows = plan.tagged(new long[] {groups, row}, plan.type(), dnnl_ab);
    plan.binary(name, dnnl_binary_mul, image.as(rows), ratios, target.as(rows), plan.attributes());
  }

  private static int taps(int start, int kernel, int padded) {
    return Math.min(kernel, padded - start);
  }
}
