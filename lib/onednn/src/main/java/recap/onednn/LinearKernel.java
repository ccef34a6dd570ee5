package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Linear;
import recap.nn.Param;

/** Fully connected layer with an absorbed activation. */
final class LinearKernel extends Kernel {
  private final Linear linear;
  private final LinearProblem problem;
  private dnnl_primitive_desc forward;
  private Parameter weight;
  private Parameter bias;
  private Value x;
  private Value y;

  LinearKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    linear = (Linear) node.op();
    problem = new LinearProblem(plan, node);
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    Desc target = plan.desc(node.shape());
    forward =
        problem.forward(x.desc(), target, plan.postOps().activation(activation()).attributes());
    y = plan.temporary(group.last().name(), target);
    declareParameters();
    var arguments = new HashMap<Integer, Value>();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_WEIGHTS, weightFor(forward, weight));
    arguments.put(DNNL_ARG_DST, y);
    if (bias != null) {
      arguments.put(DNNL_ARG_BIAS, bias.master());
    }
    plan.call(label("forward"), forward, arguments);
    return y;
  }

  private void declareParameters() {
    List<Param> params = node.parameters();
    Desc layout =
        differentiates() ? problem.masterWeight() : Desc.chosen(forward, dnnl_query_weights_md);
    weight = plan.parameters().loaded(node, params.get(0), problem.weightSizes(), layout);
    if (linear.bias()) {
      long[] outputs = {linear.outFeatures()};
      bias = plan.parameters().loaded(node, params.get(1), outputs, problem.bias());
    }
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    dy = beforeActivation(dy, y);
    boolean passedOn = gradients.wanted(node.input());
    Value dx = passedOn ? plan.temporary(label("input gradient"), x.desc()) : null;
    if (WideBackward.applies(plan, problem.weightSizes()[1])) {
      backwardInParts(dy.value(), dx);
    } else {
      backwardWeights(dy.value());
      if (passedOn) {
        backwardData(dy.value(), dx);
      }
    }
    if (passedOn) {
      gradients.add(node.input(), dx, true);
    }
  }

  private void backwardInParts(Value dy, Value dx) {
    var wide = new WideBackward(plan, node.name(), dy, problem.weightSizes());
    wide.weights(x, weight.gradient());
    if (bias != null) {
      new BiasGradient(plan, node.name(), bias.gradient(), linear.outFeatures(), plan.batch())
          .append(dy, plan.batch(), false);
    }
    if (dx != null) {
      wide.data(weight.master(), dx);
    }
  }

  private void backwardWeights(Value dy) {
    var descriptor = problem.backwardWeights(x.desc(), dy.desc(), forward);
    var arguments = new HashMap<Integer, Value>();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_DIFF_DST, dy);
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, weight.gradient());
    if (bias != null) {
      arguments.put(DNNL_ARG_DIFF_BIAS, bias.gradient());
    }
    plan.call(label("backward weights"), descriptor, arguments);
  }

  private void backwardData(Value dy, Value dx) {
    var descriptor = problem.backwardData(x.desc(), dy.desc(), forward);
    plan.call(
        label("backward data"),
        descriptor,
        Map.of(
            DNNL_ARG_DIFF_DST,
            dy,
            DNNL_ARG_WEIGHTS,
            weightFor(descriptor, weight),
            DNNL_ARG_DIFF_SRC,
            dx));
  }
}
