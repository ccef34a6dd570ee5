package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Activation;

/** An activation as a pass of its own, and the backward pass of one that was absorbed. */
final class ActivationPass {
  private final Plan plan;
  private final String name;
  private final Activation activation;
  private final Desc desc;
  private final dnnl_primitive_desc forward;

  ActivationPass(Plan plan, String name, Activation activation, Desc desc) {
    this.plan = plan;
    this.name = name;
    this.activation = activation;
    this.desc = desc;
    this.forward = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_eltwise_forward_primitive_desc_create(
            forward,
            Dnn.ENGINE,
            plan.mode().propagation(),
            plan.mode().differentiates()
                ? PostOps.algorithmFromOutput(activation)
                : PostOps.algorithm(activation),
            desc.handle(),
            desc.handle(),
            0,
            0,
            plan.attributes()),
        name);
    plan.own(forward);
  }

  /** Appends y = f(x); {@code y} may be {@code x}. */
  void forward(Value x, Value y) {
    plan.call(name, forward, Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
  }

  /** Appends dx = dy f'(x), from the output y, in place where {@code dy} may be overwritten. */
  Gradients.Gradient backward(Gradients.Gradient dy, Value y) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_eltwise_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            PostOps.algorithmFromOutput(activation),
            desc.handle(),
            desc.handle(),
            desc.handle(),
            0,
            0,
            forward,
            plan.attributes()),
        name);
    Value dx = dy.owned() ? dy.value() : plan.temporary(name + " gradient", desc);
    plan.call(
        name + " backward",
        plan.own(descriptor),
        Map.of(DNNL_ARG_DST, y, DNNL_ARG_DIFF_DST, dy.value(), DNNL_ARG_DIFF_SRC, dx));
    return new Gradients.Gradient(dx, true);
  }
}
