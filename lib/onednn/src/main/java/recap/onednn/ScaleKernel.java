package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Scale;

/** A tensor times a constant, in place where no one else reads it; its own backward pass. */
final class ScaleKernel extends Kernel {
  private dnnl_primitive_desc multiplication;

  ScaleKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
  }

  @Override
  Value forward(List<Value> inputs) {
    Value x = inputs.get(0);
    multiplication = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_eltwise_forward_primitive_desc_create(
            multiplication,
            Dnn.ENGINE,
            dnnl_forward_inference,
            dnnl_eltwise_linear,
            x.desc().handle(),
            x.desc().handle(),
            ((Scale) node.op()).factor(),
            0,
            plan.attributes()),
        node.toString());
    plan.own(multiplication);
    Value y = mayOverwrite(node.input()) ? x : plan.temporary(node.name(), x.desc());
    plan.call(label("forward"), multiplication, Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value dx = dy.owned() ? dy.value() : plan.temporary(label("input gradient"), dy.value().desc());
    plan.call(
        label("backward"), multiplication, Map.of(DNNL_ARG_SRC, dy.value(), DNNL_ARG_DST, dx));
    gradients.add(node.input(), dx, true);
  }
}
