package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Node;
import recap.nn.Shape;

/** An image times a gate for each channel. */
final class ScaleChannelsKernel extends Kernel {
  private Value x;
  private Value gate;

  ScaleChannelsKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
  }

  private Shape pixel() {
    return Shape.image(node.shape().channels(), 1, 1);
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    gate = inputs.get(1).as(plan.rowMajor(pixel()));
    Value y = plan.temporary(node.name(), x.desc());
    plan.binary(label("forward"), dnnl_binary_mul, x, gate, y, plan.attributes());
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Node image = node.inputs().get(0);
    Value product = plan.temporary(label("gradient times image"), x.desc());
    plan.binary(label("backward gate"), dnnl_binary_mul, dy.value(), x, product, plan.attributes());
    Value dGate = plan.temporary(label("gate gradient"), plan.rowMajor(pixel()));
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_reduction_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_reduction_sum,
            product.desc().handle(),
            dGate.desc().handle(),
            0,
            0,
            plan.attributes()),
        label("backward gate"));
    plan.call(
        label("backward gate sum"),
        plan.own(descriptor),
        Map.of(DNNL_ARG_SRC, product, DNNL_ARG_DST, dGate));
    Shape features = node.inputs().get(1).shape();
    gradients.add(node.inputs().get(1), dGate.as(plan.desc(features)), true);
    if (gradients.wanted(image)) {
      Value dx = plan.temporary(label("input gradient"), x.desc());
      plan.binary(
          label("backward image"), dnnl_binary_mul, dy.value(), gate, dx, plan.attributes());
      gradients.add(image, dx, true);
    }
  }
}
