package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Local response normalisation across channels. */
final class LocalResponseNormKernel extends Kernel {
  /** oneDNN's own backward pass; null where {@link LocalResponseNormBackward} takes its place. */
  private dnnl_primitive_desc backward;

  private Value x;
  private Value workspace;

  LocalResponseNormKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    Value y = plan.temporary(node.name(), x.desc());
    var problem = new LocalResponseNormProblem(plan, node, x.desc());
    dnnl_primitive_desc forward = null;
    if (differentiates()) {
      forward = problem.forward(dnnl_forward_training);
      backward = problem.backward(forward);
      if (LocalResponseNormBackward.replaces(plan, backward)) {
        backward = null;
      }
    }
    if (backward == null) {
      forward = problem.forward(dnnl_forward_inference);
    }
    var arguments = new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    Desc working = Desc.chosen(forward, dnnl_query_workspace_md);
    if (working.bytes() > 0) {
      workspace = plan.temporary(label("workspace"), working);
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("forward"), forward, arguments);
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value dx = plan.temporary(label("input gradient"), x.desc());
    if (backward == null) {
      var passes = new LocalResponseNormBackward(plan, node, x);
      plan.asOne(List.of(x, dy.value(), dx), () -> passes.data(dy.value(), dx));
    } else {
      var arguments =
          new HashMap<>(
              Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DIFF_DST, dy.value(), DNNL_ARG_DIFF_SRC, dx));
      if (workspace != null) {
        arguments.put(DNNL_ARG_WORKSPACE, workspace);
      }
      plan.call(label("backward"), backward, arguments);
    }
    gradients.add(node.input(), dx, true);
  }
}
