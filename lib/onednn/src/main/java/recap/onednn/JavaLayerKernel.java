package recap.onednn;

import java.nio.FloatBuffer;
import java.util.List;
import recap.nn.JavaLayer;

/** A layer written on float arrays: its tensors are copied out of and into the step. */
final class JavaLayerKernel extends Kernel {
  private final JavaLayer layer;
  private final float[] x;
  private final float[] y;
  private final float[] dy;
  private final float[] dx;

  JavaLayerKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    layer = (JavaLayer) node.op();
    int size = Math.toIntExact(plan.batch() * node.shape().elements());
    x = new float[size];
    y = new float[size];
    dy = new float[differentiates() ? size : 0];
    dx = new float[differentiates() ? size : 0];
  }

  @Override
  Value forward(List<Value> inputs) {
    return pass(
        "forward", inputs.get(0), x, y, () -> layer.forward(node.shape(), plan.batch(), x, y));
  }

  @Override
  void backward(Gradients.Gradient gradient, Gradients gradients) {
    Value result =
        pass(
            "backward",
            gradient.value(),
            dy,
            dx,
            () -> layer.backward(node.shape(), plan.batch(), x, y, dy, dx));
    if (gradients.wanted(node.input())) {
      gradients.add(node.input(), result, true);
    }
  }

  private Value pass(String what, Value from, float[] in, float[] out, Runnable function) {
    Value source = plan.as(label(what + " input"), from, plan.external(node.shape()));
    Value target = plan.temporary(label(what), plan.external(node.shape()));
    var buffers = new FloatBuffer[2];
    plan.host(
        label(what),
        List.of(source, target),
        () -> {
          buffers[0] = Plan.floats(source);
          buffers[1] = Plan.floats(target);
        },
        () -> {
          buffers[0].get(0, in);
          function.run();
          buffers[1].put(0, out);
        });
    return plan.as(label(what + " output"), target, plan.desc(node.shape()));
  }
}
