package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Conv2d;
import recap.nn.Node;

/**
 * The bare primitives of a convolution: forward, weights, data. In inference it has a bias, that of
 * a batch norm which its weights contain.
 */
final class FloorConv {
  private final Plan plan;
  private final Value x;
  private final Value y;
  private final ConvProblem problem;
  private final boolean bias;
  private final dnnl_primitive_desc forward;
  private final Value w;
  private final Value b;

  /**
   * @param postOps with the activation that is fused, if there is one
   */
  FloorConv(Plan plan, Node node, Value x, Value y, PostOps postOps) {
    this.plan = plan;
    this.x = x;
    this.y = y;
    problem = new ConvProblem(node, plan.batch(), plan.precision());
    Conv2d conv = (Conv2d) node.op();
    bias = conv.bias() || !plan.mode().differentiates();
    forward =
        problem.forward(plan.resources(), x.desc(), y.desc(), plan.mode(), postOps.attributes());
    w = FloorWriter.tensor(plan, Desc.chosen(forward, dnnl_query_weights_md));
    b = FloorWriter.tensor(plan, plan.vector(conv.outChannels()));
  }

  void forward() {
    var arguments = new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_WEIGHTS, w, DNNL_ARG_DST, y));
    if (bias) {
      arguments.put(DNNL_ARG_BIAS, b);
    }
    plan.call("convolution forward", forward, arguments);
  }

  void backwardWeights(Value dy) {
    var descriptor =
        problem.backwardWeights(plan.resources(), x.desc(), y.desc(), forward, plan.attributes());
    Value dw = FloorWriter.tensor(plan, Desc.chosen(descriptor, dnnl_query_diff_weights_md));
    var arguments =
        new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DIFF_DST, dy, DNNL_ARG_DIFF_WEIGHTS, dw));
    if (bias) {
      arguments.put(DNNL_ARG_DIFF_BIAS, b);
    }
    plan.call("convolution backward weights", descriptor, arguments);
  }

  /** Returns the gradient of the input. */
  Value backwardData(Value dy) {
    var descriptor =
        problem.backwardData(plan.resources(), x.desc(), y.desc(), forward, plan.attributes());
    Desc wanted = Desc.chosen(descriptor, dnnl_query_weights_md);
    Value turned = plan.copies().as("weight reorder", w, wanted);
    Value dx = FloorWriter.tensor(plan, x.desc());
    plan.call(
        "convolution backward data",
        descriptor,
        Map.of(DNNL_ARG_DIFF_DST, dy, DNNL_ARG_WEIGHTS, turned, DNNL_ARG_DIFF_SRC, dx));
    return dx;
  }
}
