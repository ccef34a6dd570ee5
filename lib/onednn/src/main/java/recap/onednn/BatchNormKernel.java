package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.BatchNorm;
import recap.nn.Param;

/** Batch norm with an absorbed ReLU, one primitive each way. */
final class BatchNormKernel extends Kernel {
  private final BatchNorm norm;
  private final Desc channelDesc;
  private BatchNormProblem problem;
  private dnnl_primitive_desc forward;
  private Parameter scale;
  private Parameter shift;
  private Value mean;
  private Value variance;
  private Value workspace;
  private Value x;

  BatchNormKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    norm = (BatchNorm) node.op();
    channelDesc = plan.vector(node.shape().channels());
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    problem = new BatchNormProblem(plan, node, group.activation() != null, x.desc());
    declareParameters();
    forward = problem.forward();
    Value y =
        !differentiates() && mayOverwrite(node.input())
            ? x
            : plan.temporary(group.last().name(), x.desc());
    var arguments = statistics();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_DST, y);
    arguments.put(DNNL_ARG_SHIFT, shift.master());
    Desc index = Desc.chosen(forward, dnnl_query_workspace_md);
    if (index.bytes() > 0) {
      workspace = plan.temporary(label("sign"), index);
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("forward"), forward, arguments);
    if (!problem.estimates()) {
      moveEstimates();
    }
    return y;
  }

  private HashMap<Integer, Value> statistics() {
    var arguments = new HashMap<Integer, Value>();
    arguments.put(DNNL_ARG_MEAN, mean);
    arguments.put(DNNL_ARG_VARIANCE, variance);
    arguments.put(DNNL_ARG_SCALE, scale.master());
    return arguments;
  }

  private void declareParameters() {
    long[] sizes = {node.shape().channels()};
    var declared = new Parameter[4];
    List<Param> params = node.parameters();
    for (int i = 0; i < 4; i++) {
      declared[i] = plan.parameters().loaded(node, params.get(i), sizes, channelDesc);
    }
    scale = declared[0];
    shift = declared[1];
    boolean estimates = problem.estimates();
    mean = estimates ? declared[2].master() : plan.constant(label("mean"), channelDesc);
    variance = estimates ? declared[3].master() : plan.constant(label("variance"), channelDesc);
  }

  /** running = (1 - momentum) running + momentum batch, the batch's variance unbiased. */
  private void moveEstimates() {
    Value runningMean = plan.parameters().get(node.name() + ".running_mean").master();
    Value runningVariance = plan.parameters().get(node.name() + ".running_var").master();
    long count = plan.batch() * node.shape().elements() / node.shape().channels();
    float unbiased = count > 1 ? (float) count / (count - 1) : 1;
    plan.host(
        label("running estimates"),
        List.of(mean, variance, runningMean, runningVariance),
        values -> {
          move(values.get(0), values.get(2), norm.momentum(), 1);
          move(values.get(1), values.get(3), norm.momentum(), unbiased);
        });
  }

  private static void move(FloatBuffer batch, FloatBuffer running, float momentum, float factor) {
    for (int c = 0; c < batch.capacity(); c++) {
      running.put(c, (1 - momentum) * running.get(c) + momentum * factor * batch.get(c));
    }
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value dx = dy.owned() ? dy.value() : plan.temporary(label("input gradient"), x.desc());
    var arguments = statistics();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_DIFF_DST, dy.value());
    arguments.put(DNNL_ARG_DIFF_SRC, dx);
    arguments.put(DNNL_ARG_DIFF_SCALE, scale.gradient());
    arguments.put(DNNL_ARG_DIFF_SHIFT, shift.gradient());
    if (workspace != null) {
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call(label("backward"), problem.backward(forward), arguments);
    gradients.add(node.input(), dx, true);
  }
}
