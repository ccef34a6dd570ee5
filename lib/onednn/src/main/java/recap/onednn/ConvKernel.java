package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Conv2d;
import recap.nn.Param;

/**
 * Convolution, in training with an absorbed activation, in inference with batch norm, addition and
 * activation as well.
 *
 * <p>The master weight has the layout in which oneDNN writes its gradient, so the optimiser is one
 * pass over both. Where the forward or the backward convolution wants another layout or bfloat16,
 * the small weight is converted just before it is used.
 */
final class ConvKernel extends Kernel {
  private final ConvProblem problem;
  private final Conv2d conv;
  private dnnl_primitive_desc forward;
  private dnnl_primitive_desc backwardWeights;
  private Parameter weight;
  private Parameter bias;
  private Value x;
  private Value y;

  ConvKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    conv = (Conv2d) node.op();
    problem = new ConvProblem(node, plan.batch(), plan.precision());
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    Desc target = plan.desc(node.shape());
    PostOps postOps = plan.postOps();
    int addend = group.add() == null ? 0 : postOps.binary(dnnl_binary_add, target);
    forward =
        problem.forward(
            plan.resources(),
            x.desc(),
            target,
            plan.mode(),
            postOps.activation(activation()).attributes());
    y = plan.temporary(group.last().name(), target);
    var arguments = new HashMap<Integer, Value>();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_DST, y);
    if (addend != 0) {
      arguments.put(addend, inputs.get(1));
    }
    if (differentiates()) {
      declareMasters();
      arguments.put(DNNL_ARG_WEIGHTS, weightFor(forward, weight));
      if (bias != null) {
        arguments.put(DNNL_ARG_BIAS, bias.master());
      }
    } else {
      var folded = new FoldedConv(plan, group, problem, forward);
      arguments.put(DNNL_ARG_WEIGHTS, folded.weight());
      arguments.put(DNNL_ARG_BIAS, folded.bias());
    }
    plan.call(label("forward"), forward, arguments);
    return y;
  }

  private void declareMasters() {
    backwardWeights =
        problem.backwardWeights(plan.resources(), x.desc(), y.desc(), forward, plan.attributes());
    List<Param> params = node.parameters();
    Desc layout = Desc.chosen(backwardWeights, dnnl_query_diff_weights_md);
    weight = plan.parameters().loaded(node, params.get(0), problem.weightSizes(), layout);
    if (conv.bias()) {
      long[] sizes = {conv.outChannels()};
      bias = plan.parameters().loaded(node, params.get(1), sizes, plan.vector(conv.outChannels()));
    }
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    dy = beforeActivation(dy, y);
    var arguments = new HashMap<Integer, Value>();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_DIFF_DST, dy.value());
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, weight.gradient());
    if (bias != null) {
      arguments.put(DNNL_ARG_DIFF_BIAS, bias.gradient());
    }
    plan.call(label("backward weights"), backwardWeights, arguments);
    if (gradients.wanted(node.input())) {
      var backwardData =
          problem.backwardData(plan.resources(), x.desc(), y.desc(), forward, plan.attributes());
      Value dx = plan.temporary(label("input gradient"), x.desc());
      plan.call(
          label("backward data"),
          backwardData,
          Map.of(
              DNNL_ARG_DIFF_DST,
              dy.value(),
              DNNL_ARG_WEIGHTS,
              weightFor(backwardData, weight),
              DNNL_ARG_DIFF_SRC,
              dx));
      gradients.add(node.input(), dx, true);
    }
  }
}
