package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Node;

/**
 * The bare primitives of a batch norm, with a ReLU where one follows: one each way. They compute
 * mean and variance only where the layer does: in training, unless it is frozen.
 */
final class FloorBatchNorm {
  private final Plan plan;
  private final Value x;
  private final Value y;
  private final BatchNormProblem problem;
  private final Desc channels;
  private final dnnl_primitive_desc forward;
  private final Map<Integer, Value> shared = new HashMap<>();

  FloorBatchNorm(Plan plan, Node node, Value x, Value y, boolean relu) {
    this.plan = plan;
    this.x = x;
    this.y = y;
    problem = new BatchNormProblem(plan, node, relu, x.desc());
    forward = problem.forward();
    channels = plan.vector(node.shape().channels());
    shared.put(DNNL_ARG_SRC, x);
    shared.put(DNNL_ARG_MEAN, FloorWriter.tensor(plan, channels));
    shared.put(DNNL_ARG_VARIANCE, FloorWriter.tensor(plan, channels));
    shared.put(DNNL_ARG_SCALE, FloorWriter.tensor(plan, channels));
    Desc sign = Desc.chosen(forward, dnnl_query_workspace_md);
    if (sign.bytes() > 0) {
      shared.put(DNNL_ARG_WORKSPACE, FloorWriter.tensor(plan, sign));
    }
  }

  /** The mean of each channel, computed or given. */
  Value mean() {
    return shared.get(DNNL_ARG_MEAN);
  }

  void forward() {
    var arguments = new HashMap<>(shared);
    arguments.put(DNNL_ARG_SHIFT, FloorWriter.tensor(plan, channels));
    arguments.put(DNNL_ARG_DST, y);
    plan.call("batch norm forward", forward, arguments);
  }

  /** Returns the gradient of the input. */
  Value backward(Value dy) {
    Value dx = FloorWriter.tensor(plan, x.desc());
    var arguments = new HashMap<>(shared);
    arguments.put(DNNL_ARG_DIFF_DST, dy);
    arguments.put(DNNL_ARG_DIFF_SRC, dx);
    arguments.put(DNNL_ARG_DIFF_SCALE, FloorWriter.tensor(plan, channels));
    arguments.put(DNNL_ARG_DIFF_SHIFT, FloorWriter.tensor(plan, channels));
    plan.call("batch norm backward", problem.backward(forward), arguments);
    return dx;
  }
}
