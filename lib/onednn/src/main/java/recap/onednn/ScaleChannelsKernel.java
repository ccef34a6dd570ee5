package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import java.util.Map;
import recap.nn.Extent;
import recap.nn.Node;
import recap.nn.Shape;

/**
 * An image times a gate for each channel.
 *
 * <p>oneDNN multiplies by a gate that differs from sample to sample only in a plain loop. The same
 * bytes as samples times groups of channels, pixels, channels of a group are a case for which it
 * has vector code, and the sum over the pixels of a map is their mean times their number.
 */
final class ScaleChannelsKernel extends Kernel {
  private final Shape shape;
  private final Shape pixel;
  private Value x;
  private Value gate;

  ScaleChannelsKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    shape = node.shape();
    pixel = Shape.image(shape.channels(), 1, 1);
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    gate = plan.copies().image(label("gate"), inputs.get(1), pixel);
    Value y = plan.temporary(node.name(), x.desc());
    multiply(label("forward"), x, y);
    return y;
  }

  private void multiply(String name, Value image, Value target) {
    plan.binary(
        name,
        dnnl_binary_mul,
        grouped(image, shape),
        grouped(gate, pixel),
        grouped(target, shape),
        plan.attributes());
  }

  /** {@code image} as samples times groups of channels, pixels, channels of a group. */
  private Value grouped(Value image, Shape of) {
    long groups = (long) plan.batch() * plan.layout().groups(of);
    long pixels = (long) of.height() * of.width();
    long[] sizes = {groups, pixels, plan.layout().together(of)};
    return image.as(plan.tagged(sizes, plan.type(), dnnl_abc));
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Node image = node.inputs().get(0);
    Node gates = node.inputs().get(1);
    if (gradients.wanted(gates)) {
      gradients.add(gates, gateGradient(dy.value()), true);
    }
    if (gradients.wanted(image)) {
      Value dx = plan.temporary(label("input gradient"), x.desc());
      multiply(label("backward image"), dy.value(), dx);
      gradients.add(image, dx, true);
    }
  }

  private Value gateGradient(Value dy) {
    Value product = plan.temporary(label("gradient times image"), x.desc());
    plan.binary(label("backward gate"), dnnl_binary_mul, dy, x, product, plan.attributes());
    return plan.copies().features(label("gate gradient features"), sumOfPixels(product), pixel);
  }

  private Value sumOfPixels(Value image) {
    var whole = new Extent(shape.height(), shape.width());
    Value sum = plan.temporary(label("gate gradient"), plan.desc(pixel));
    var descriptor =
        PoolProblem.mean(whole, whole)
            .forward(
                plan,
                label("backward gate sum"),
                image.desc(),
                sum.desc(),
                plan.postOps().linear(whole.area(), 0).attributes());
    plan.call(
        label("backward gate sum"), descriptor, Map.of(DNNL_ARG_SRC, image, DNNL_ARG_DST, sum));
    return sum;
  }
}
