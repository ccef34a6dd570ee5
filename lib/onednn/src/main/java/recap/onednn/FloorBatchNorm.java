package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static recap.onednn.FloorWriter.arguments;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.BatchNorm;
import recap.nn.Node;

/**
 * The bare primitives of a batch norm, with a ReLU where one follows: one each way. They compute
 * mean and variance only where the layer does: in training, unless it is frozen.
 */
final class FloorBatchNorm {
  private final Plan plan;
  private final Node node;
  private final Value x;
  private final Value y;
  private final float epsilon;
  private final int flags;
  private final Desc channels;
  private final dnnl_primitive_desc forward = new dnnl_primitive_desc();
  private final Map<Integer, Value> shared;

  FloorBatchNorm(Plan plan, Node node, Value x, Value y, boolean relu) {
    this.plan = plan;
    this.node = node;
    this.x = x;
    this.y = y;
    BatchNorm norm = (BatchNorm) node.op();
    epsilon = norm.epsilon();
    boolean estimates = !plan.mode().differentiates() || norm.frozen();
    flags =
        dnnl_use_scale
            | dnnl_use_shift
            | (relu ? dnnl_fuse_norm_relu : 0)
            | (estimates ? dnnl_use_global_stats : 0);
    Dnn.check(
        dnnl_batch_normalization_forward_primitive_desc_create(
            forward,
            Dnn.ENGINE,
            plan.mode().propagation(),
            x.desc().handle(),
            x.desc().handle(),
            epsilon,
            flags,
            plan.attributes()),
        node.toString());
    plan.own(forward);
    channels = plan.vector(node.shape().channels());
    shared =
        arguments(
            DNNL_ARG_SRC, x,
            DNNL_ARG_MEAN, FloorWriter.tensor(plan, channels),
            DNNL_ARG_VARIANCE, FloorWriter.tensor(plan, channels),
            DNNL_ARG_SCALE, FloorWriter.tensor(plan, channels));
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
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_batch_normalization_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_backward,
            x.desc().handle(),
            x.desc().handle(),
            x.desc().handle(),
            epsilon,
            flags,
            forward,
            plan.attributes()),
        node + " backward");
    Value dx = FloorWriter.tensor(plan, x.desc());
    var arguments = new HashMap<>(shared);
    arguments.put(DNNL_ARG_DIFF_DST, dy);
    arguments.put(DNNL_ARG_DIFF_SRC, dx);
    arguments.put(DNNL_ARG_DIFF_SCALE, FloorWriter.tensor(plan, channels));
    arguments.put(DNNL_ARG_DIFF_SHIFT, FloorWriter.tensor(plan, channels));
    plan.call("batch norm backward", plan.own(descriptor), arguments);
    return dx;
  }
}
