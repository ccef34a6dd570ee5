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
  private PartialWindows() {}

  /** The ratios as 1 x 1 x H' x W'; null where every window lies within the padded input. */
  static Value correction(Plan plan, Node node) {
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
    Desc desc = plan.tagged(new long[] {1, 1, out.height(), out.width()}, dnnl_f32, dnnl_nchw);
    Value value = plan.constant(node.name() + " partial windows", desc);
    plan.onAllocate(() -> Plan.floats(value).put(0, ratios));
    return value;
  }

  private static int taps(int start, int kernel, int padded) {
    return Math.min(kernel, padded - start);
  }
}
