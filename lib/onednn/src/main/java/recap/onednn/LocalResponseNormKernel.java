package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.LocalResponseNorm;

/** Local response normalisation across channels. */
final class LocalResponseNormKernel extends Kernel {
  /** The largest size of which oneDNN's quick backward pass over channels last is right. */
  private static final int MOST = 5;

  /** Channels that it takes at once; in bfloat16 it is wrong where some are left over. */
  private static final int VECTOR = 16;

  /** oneDNN's own backward pass; null where {@link LocalResponseNormBackward} takes its place. */
  private dnnl_primitive_desc backward;

  /** How that takes its images. */
  private Desc image;

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
    dnnl_primitive_desc forward = problem.forward(dnnl_forward_inference);
    if (differentiates()) {
      dnnl_primitive_desc training = problem.forward(dnnl_forward_training);
      dnnl_primitive_desc own = problem.backward(training);
      boolean replaced = LocalResponseNormBackward.replaces(plan, own);
      if (!replaced && isWrong(own)) {
        image = pixelsInARow();
        var reference = new LocalResponseNormProblem(plan, node, image);
        backward = reference.backward(reference.forward(dnnl_forward_training));
      } else if (!replaced) {
        image = x.desc();
        backward = own;
        forward = training;
      }
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

  private boolean isWrong(dnnl_primitive_desc own) {
    boolean large = ((LocalResponseNorm) node.op()).size() > MOST;
    boolean rest = plan.precision() == Precision.BF16 && node.shape().channels() % VECTOR != 0;
    return (large || rest) && plan.layout().block() == 1 && !Dnn.onlyReference(own);
  }

  /** x with one spatial axis, the same bytes: for such images oneDNN has its reference alone. */
  private Desc pixelsInARow() {
    long pixels = (long) node.shape().height() * node.shape().width();
    long[] sizes = {plan.batch(), node.shape().channels(), pixels};
    return plan.tagged(sizes, plan.type(), dnnl_acb);
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value dx = plan.temporary(label("input gradient"), x.desc());
    if (backward == null) {
      var passes = new LocalResponseNormBackward(plan, node, x);
      plan.calls().asOne(List.of(x, dy.value(), dx), () -> passes.data(dy.value(), dx));
    } else {
      var arguments =
          new HashMap<>(
              Map.of(
                  DNNL_ARG_SRC,
                  x.as(image),
                  DNNL_ARG_DIFF_DST,
                  dy.value().as(image),
                  DNNL_ARG_DIFF_SRC,
                  dx.as(image)));
      if (workspace != null) {
        arguments.put(DNNL_ARG_WORKSPACE, workspace);
      }
      plan.call(label("backward"), backward, arguments);
    }
    gradients.add(node.input(), dx, true);
  }
}
