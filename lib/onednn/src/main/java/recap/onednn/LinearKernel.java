package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Linear;
import recap.nn.Param;

/**
 * Fully connected layer with an absorbed activation. Its weights are the largest of a network and
 * are read once a pass, so in float32 they keep their row-major layout for all passes: converting
 * them would cost more than the multiplication.
 */
final class LinearKernel extends Kernel {
  private final Linear linear;
  private dnnl_primitive_desc forward;
  private Parameter weight;
  private Parameter bias;
  private Value x;
  private Value y;

  LinearKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    linear = (Linear) node.op();
  }

  private long[] weightSizes() {
    return new long[] {linear.outFeatures(), node.input().shape().channels()};
  }

  private Desc weightDesc() {
    int tag = plan.precision() == Precision.F32 ? dnnl_ab : dnnl_format_tag_any;
    return plan.tagged(weightSizes(), plan.type(), tag);
  }

  private Desc biasDesc() {
    return linear.bias() ? plan.vector(linear.outFeatures()) : null;
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    Desc target = plan.desc(node.shape());
    forward = new dnnl_primitive_desc();
    dnnl_primitive_attr attributes = plan.postOps().activation(activation()).attributes();
    Dnn.check(
        dnnl_inner_product_forward_primitive_desc_create(
            forward,
            Dnn.ENGINE,
            plan.mode().propagation(),
            x.desc().handle(),
            weightDesc().handle(),
            linear.bias() ? biasDesc().handle() : null,
            target.handle(),
            attributes),
        label("forward"));
    plan.own(forward);
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
        differentiates()
            ? plan.tagged(weightSizes(), dnnl_f32, dnnl_ab)
            : Desc.chosen(forward, dnnl_query_weights_md);
    weight = plan.loaded(node, params.get(0), weightSizes(), layout);
    if (linear.bias()) {
      bias = plan.loaded(node, params.get(1), new long[] {linear.outFeatures()}, biasDesc());
    }
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    dy = beforeActivation(dy, y);
    boolean passedOn = gradients.wanted(node.input());
    Value dx = passedOn ? plan.temporary(label("input gradient"), x.desc()) : null;
    if (WideBackward.applies(plan, weightSizes()[1])) {
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
    var wide = new WideBackward(plan, node.name(), dy, weightSizes());
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
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_inner_product_backward_weights_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            x.desc().handle(),
            weight.gradient().desc().handle(),
            linear.bias() ? biasDesc().handle() : null,
            dy.desc().handle(),
            forward,
            plan.attributes()),
        label("backward weights"));
    var arguments = new HashMap<Integer, Value>();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_DIFF_DST, dy);
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, weight.gradient());
    if (bias != null) {
      arguments.put(DNNL_ARG_DIFF_BIAS, bias.gradient());
    }
    plan.call(label("backward weights"), plan.own(descriptor), arguments);
  }

  private void backwardData(Value dy, Value dx) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_inner_product_backward_data_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            x.desc().handle(),
            weightDesc().handle(),
            dy.desc().handle(),
            forward,
            plan.attributes()),
        label("backward data"));
    plan.own(descriptor);
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
