package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.List;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.RandomStream;

/**
 * Dropout, a random factor for each value, and drop-path, one for each sample: 0 or 1 / (1 - rate).
 */
final class MaskKernel extends Kernel {
  private final float rate;
  private final boolean perSample;
  private Value mask;

  MaskKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    perSample = node.op() instanceof DropPath;
    rate = perSample ? ((DropPath) node.op()).rate() : ((Dropout) node.op()).rate();
  }

  @Override
  Value forward(List<Value> inputs) {
    Value x = inputs.get(0);
    if (!random() || rate == 0) {
      return x;
    }
    Desc desc =
        perSample
            ? plan.tagged(new long[] {plan.batch(), 1}, dnnl_f32, dnnl_ab)
            : plan.tagged(
                plan.sizes(node.shape()),
                dnnl_f32,
                node.shape().isImage() ? plan.layout().tag() : dnnl_ab);
    mask = plan.temporary(label("mask"), desc);
    plan.host(label("mask"), List.of(mask), values -> draw(values.get(0)));
    Value y = plan.temporary(node.name(), x.desc());
    multiply("forward", x, y);
    return y;
  }

  private void multiply(String what, Value x, Value y) {
    plan.binary(label(what), dnnl_binary_mul, matched(x), mask, matched(y), plan.attributes());
  }

  /** The same bytes in sizes that the mask spans: as they are, or a row for each sample. */
  private Value matched(Value x) {
    if (!perSample) {
      return x;
    }
    long values = x.desc().bytes() / plan.precision().bytes() / plan.batch();
    return x.as(plan.tagged(new long[] {plan.batch(), values}, plan.type(), dnnl_ab));
  }

  private void draw(FloatBuffer values) {
    RandomStream stream = plan.random().stream(node.name());
    float[] factors = {1 / (1 - rate), 0};
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, factors[stream.nextBit(rate)]);
    }
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    if (mask == null) {
      gradients.add(node.input(), dy.value(), dy.owned());
      return;
    }
    Value dx = dy.owned() ? dy.value() : plan.temporary(label("input gradient"), dy.value().desc());
    multiply("backward", dy.value(), dx);
    gradients.add(node.input(), dx, true);
  }
}
