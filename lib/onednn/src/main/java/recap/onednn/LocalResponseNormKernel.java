package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.LocalResponseNorm;

/** Local response normalisation across channels. */
final class LocalResponseNormKernel extends Kernel {
  private final LocalResponseNorm norm;
  private dnnl_primitive_desc forward;
  private Value x;
  private Value workspace;

  LocalResponseNormKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    norm = (LocalResponseNorm) node.op();
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    Value y = plan.temporary(node.name(), x.desc());
    forward = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_lrn_forward_primitive_desc_create(
            forward,
            Dnn.ENGINE,
            differentiates() ? dnnl_forward_training : dnnl_forward_inference,
            dnnl_lrn_across_channels,
            x.desc().handle(),
            y.desc().handle(),
            norm.size(),
            norm.alpha(),
            norm.beta(),
            norm.k(),
            plan.attributes()),
        label("forward"));
    plan.own(forward);
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
    if (!gradients.wanted(node.input())) {
      return;
    }
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_lrn_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_lrn_across_channels,
            x.desc().handle(),
            x.desc().handle(),
            x.desc().handle(),
            norm.size(),
            norm.alpha(),
            norm.beta(),
            norm.k(),
            forward,
            plan.attributes()),
        label("backward"));
    Value dx = plan.temporary(label("input gradient"), x.desc());
    var arguments =
        new HashMap<>(
            Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DIFF_DST, dy.value(), DNNL_ARG_DIFF_SRC, dx));
    if (workspace != null) {
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("backward"), plan.own(descriptor), arguments);
    gradients.add(node.input(), dx, true);
  }
}
