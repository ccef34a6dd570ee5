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
  private final PoolProblem problem;
  private dnnl_primitive_desc forward;
  private Value workspace;
  private Desc source;
  private PartialWindows partial;

  PoolKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    if (node.op() instanceof MaxPool pool) {
      problem = problem(dnnl_pooling_max, pool.window());
    } else {
      var pool = (AvgPool) node.op();
      int average =
          pool.countPadding() ? dnnl_pooling_avg_include_padding : dnnl_pooling_avg_exclude_padding;
      problem = problem(average, pool.window());
    }
  }

  private PoolProblem problem(int algorithm, Window window) {
    return new PoolProblem(
        algorithm,
        Dnn.pair(window.stride()),
        Dnn.pair(window.kernel()),
        new long[] {window.dilation().height() - 1, window.dilation().width() - 1},
        Dnn.pair(window.padding()),
        paddingAfter(window));
  }

  @Override
  Value forward(List<Value> inputs) {
    Value x = inputs.get(0);
    source = x.desc();
    Value y = plan.temporary(node.name(), plan.desc(node.shape()));
    forward = problem.forward(plan, node.toString(), source, y.desc());
    var arguments = new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    Desc index = Desc.chosen(forward, dnnl_query_workspace_md);
    if (index.bytes() > 0) {
      workspace = plan.temporary(label("index"), index);
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("forward"), forward, arguments);
    partial = PartialWindows.of(plan, node);
    if (partial != null) {
      partial.multiply(label("partial windows"), y, y);
    }
    return y;
  }

  /** What a last window that starts inside reaches over the end, at least the declared padding. */
  private long[] paddingAfter(Window window) {
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
    Value dyValue = dy.value();
    if (partial != null) {
      Value corrected = plan.temporary(label("partial windows gradient"), dyValue.desc());
      partial.multiply(label("partial windows backward"), dyValue, corrected);
      dyValue = corrected;
    }
    var descriptor = problem.backward(plan, label("backward"), source, dyValue.desc(), forward);
    Value dx = plan.temporary(label("input gradient"), source);
    var arguments = new HashMap<>(Map.of(DNNL_ARG_DIFF_DST, dyValue, DNNL_ARG_DIFF_SRC, dx));
    if (workspace != null) {
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("backward"), descriptor, arguments);
    gradients.add(node.input(), dx, true);
  }
}
