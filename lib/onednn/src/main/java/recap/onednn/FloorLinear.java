package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static recap.onednn.FloorWriter.arguments;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Linear;
import recap.nn.Node;

/** The bare primitives of a linear layer: forward, weights, data. */
final class FloorLinear {
  private final Plan plan;
  private final Node node;
  private final Value x;
  private final Value y;
  private final long[] sizes;
  private final Desc weightDesc;
  private final boolean bias;
  private final dnnl_primitive_desc forward = new dnnl_primitive_desc();
  private final Value w;
  private final Value b;

  /**
   * @param postOps with the activation that is fused, if there is one
   */
  FloorLinear(Plan plan, Node node, Value x, Value y, PostOps postOps) {
    this.plan = plan;
    this.node = node;
    this.x = x;
    this.y = y;
    sizes = new long[] {node.shape().channels(), node.input().shape().channels()};
    int tag = plan.precision() == Precision.F32 ? dnnl_ab : dnnl_format_tag_any;
    weightDesc = plan.tagged(sizes, plan.type(), tag);
    bias = ((Linear) node.op()).bias();
    b = FloorWriter.tensor(plan, plan.vector(sizes[0]));
    Dnn.check(
        dnnl_inner_product_forward_primitive_desc_create(
            forward,
            Dnn.ENGINE,
            plan.mode().propagation(),
            x.desc().handle(),
            weightDesc.handle(),
            biasDesc(),
            y.desc().handle(),
            postOps.attributes()),
        node.toString());
    w = FloorWriter.tensor(plan, Desc.chosen(plan.own(forward), dnnl_query_weights_md));
  }

  private dnnl_memory_desc biasDesc() {
    return bias ? b.desc().handle() : null;
  }

  void forward() {
    var arguments = arguments(DNNL_ARG_SRC, x, DNNL_ARG_WEIGHTS, w, DNNL_ARG_DST, y);
    if (bias) {
      arguments.put(DNNL_ARG_BIAS, b);
    }
    plan.call("linear forward", forward, arguments);
  }

  void backwardWeights(Value dy) {
    Value dw = FloorWriter.tensor(plan, plan.tagged(sizes, dnnl_f32, dnnl_ab));
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_inner_product_backward_weights_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            x.desc().handle(),
            dw.desc().handle(),
            biasDesc(),
            y.desc().handle(),
            forward,
            plan.attributes()),
        node + " backward by weights");
    var arguments = arguments(DNNL_ARG_SRC, x, DNNL_ARG_DIFF_DST, dy, DNNL_ARG_DIFF_WEIGHTS, dw);
    if (bias) {
      arguments.put(DNNL_ARG_DIFF_BIAS, b);
    }
    plan.call("linear backward weights", plan.own(descriptor), arguments);
  }

  /** Returns the gradient of the input. */
  Value backwardData(Value dy) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_inner_product_backward_data_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            x.desc().handle(),
            weightDesc.handle(),
            y.desc().handle(),
            forward,
            plan.attributes()),
        node + " backward by data");
    plan.own(descriptor);
    Desc wanted = Desc.chosen(descriptor, dnnl_query_weights_md);
    Value turned = plan.copies().as("weight reorder", w, wanted);
    Value dx = FloorWriter.tensor(plan, x.desc());
    plan.call(
        "linear backward data",
        descriptor,
        arguments(DNNL_ARG_DIFF_DST, dy, DNNL_ARG_WEIGHTS, turned, DNNL_ARG_DIFF_SRC, dx));
    return dx;
  }
}
