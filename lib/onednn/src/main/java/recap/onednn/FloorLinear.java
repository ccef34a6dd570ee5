package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Linear;
import recap.nn.Node;

/** The bare primitives of a linear layer: forward, weights, data. */
final class FloorLinear {
  private final Plan plan;
  private final Value x;
  private final Value y;
  private final LinearProblem problem;
  private final boolean bias;
  private final dnnl_primitive_desc forward;
  private final Value w;
  private final Value b;

  /**
   * @param postOps with the activation that is fused, if there is one
   */
  FloorLinear(Plan plan, Node node, Value x, Value y, PostOps postOps) {
    this.plan = plan;
    this.x = x;
    this.y = y;
    problem = new LinearProblem(plan, node);
    bias = ((Linear) node.op()).bias();
    b = FloorWriter.tensor(plan, problem.bias());
    forward = problem.forward(x.desc(), y.desc(), postOps.attributes());
    w = FloorWriter.tensor(plan, Desc.chosen(forward, dnnl_query_weights_md));
  }

  void forward() {
    var arguments = new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_WEIGHTS, w, DNNL_ARG_DST, y));
    if (bias) {
      arguments.put(DNNL_ARG_BIAS, b);
    }
    plan.call("linear forward", forward, arguments);
  }

  void backwardWeights(Value dy) {
    Value dw = FloorWriter.tensor(plan, problem.masterWeight());
    var descriptor = problem.backwardWeights(x.desc(), y.desc(), forward);
    var arguments =
        new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DIFF_DST, dy, DNNL_ARG_DIFF_WEIGHTS, dw));
    if (bias) {
      arguments.put(DNNL_ARG_DIFF_BIAS, b);
    }
    plan.call("linear backward weights", descriptor, arguments);
  }

  /** Returns the gradient of the input. */
  Value backwardData(Value dy) {
    var descriptor = problem.backwardData(x.desc(), y.desc(), forward);
    Desc wanted = Desc.chosen(descriptor, dnnl_query_weights_md);
    Value turned = plan.copies().as("weight reorder", w, wanted);
    Value dx = FloorWriter.tensor(plan, x.desc());
    plan.call(
        "linear backward data",
        descriptor,
        Map.of(DNNL_ARG_DIFF_DST, dy, DNNL_ARG_WEIGHTS, turned, DNNL_ARG_DIFF_SRC, dx));
    return dx;
  }
}
