package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.AvgPool;
import recap.nn.Extent;
import recap.nn.MaxPool;
import recap.nn.Shape;
import recap.nn.Window;

/** Maximum and average pooling. */
final class PoolKernel extends Kernel {
  private final Window window;
  private final int algorithm;
  private dnnl_primitive_desc forward;
  private Value workspace;
  private Desc source;
  private Value correction;

  PoolKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    if (node.op() instanceof MaxPool pool) {
      window = pool.window();
      algorithm = dnnl_pooling_max;
    } else {
      var pool = (AvgPool) node.op();
      window = pool.window();
      algorithm =
          pool.countPadding() ? dnnl_pooling_avg_include_padding : dnnl_pooling_avg_exclude_padding;
    }
  }

  @Override
  Value forward(List<Value> inputs) {
    Value x = inputs.get(0);
    source = x.desc();
    Value y = plan.temporary(node.name(), plan.desc(node.shape()));
    forward = descriptor(y.desc());
    var arguments = new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    Desc index = Desc.chosen(forward, dnnl_query_workspace_md);
    if (index.bytes() > 0) {
      workspace = plan.temporary(label("index"), index);
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("forward"), forward, arguments);
    correction = PartialWindows.correction(plan, node);
    if (correction != null) {
      plan.binary(label("partial windows"), dnnl_binary_mul, y, correction, y, plan.attributes());
    }
    return y;
  }

  private dnnl_primitive_desc descriptor(Desc target) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_pooling_forward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            differentiates() ? dnnl_forward_training : dnnl_forward_inference,
            algorithm,
            source.handle(),
            target.handle(),
            pair(window.stride()),
            pair(window.kernel()),
            dilation(),
            pair(window.padding()),
            paddingAfter(),
            plan.attributes()),
        node.toString());
    return plan.own(descriptor);
  }

  private static long[] pair(Extent extent) {
    return new long[] {extent.height(), extent.width()};
  }

  private long[] dilation() {
    return new long[] {window.dilation().height() - 1, window.dilation().width() - 1};
  }

  /** What a last window that starts inside reaches over the end, at least the declared padding. */
  private long[] paddingAfter() {
    Shape in = node.input().shape();
    Extent s = window.stride();
    Extent p = window.padding();
    Extent reach = window.reach();
    long rows = (node.shape().height() - 1L) * s.height() + reach.height() - in.height();
    long columns = (node.shape().width() - 1L) * s.width() + reach.width() - in.width();
    return new long[] {
      Math.max(p.height(), rows - p.height()), Math.max(p.width(), columns - p.width())
    };
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    if (!gradients.wanted(node.input())) {
      return;
    }
    Value dyValue = dy.value();
    if (correction != null) {
      Value corrected = plan.temporary(label("partial windows gradient"), dyValue.desc());
      plan.binary(
          label("partial windows backward"),
          dnnl_binary_mul,
          dyValue,
          correction,
          corrected,
          plan.attributes());
      dyValue = corrected;
    }
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_pooling_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            algorithm,
            source.handle(),
            dyValue.desc().handle(),
            pair(window.stride()),
            pair(window.kernel()),
            dilation(),
            pair(window.padding()),
            paddingAfter(),
            forward,
            plan.attributes()),
        label("backward"));
    Value dx = plan.temporary(label("input gradient"), source);
    var arguments = new HashMap<>(Map.of(DNNL_ARG_DIFF_DST, dyValue, DNNL_ARG_DIFF_SRC, dx));
    if (workspace != null) {
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("backward"), plan.own(descriptor), arguments);
    gradients.add(node.input(), dx, true);
  }
}
