package recap.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import recap.nn.JavaLayer;
import recap.nn.Shape;

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
    int read = Math.toIntExact(plan.batch() * node.input().shape().elements());
    int written = Math.toIntExact(plan.batch() * node.shape().elements());
    x = new float[read];
    y = new float[written];
    dy = new float[differentiates() ? written : 0];
    dx = new float[differentiates() ? read : 0];
  }

  @Override
  Value forward(List<Value> inputs) {
    Shape in = node.input().shape();
    return pass(
        "forward",
        inputs.get(0),
        in,
        x,
        node.shape(),
        y,
        () -> layer.forward(in, plan.batch(), x, y));
  }

  @Override
  void backward(Gradients.Gradient gradient, Gradients gradients) {
    Shape in = node.input().shape();
    Value result =
        pass(
            "backward",
            gradient.value(),
            node.shape(),
            dy,
            in,
            dx,
            () -> layer.backward(in, plan.batch(), x, y, dy, dx));
    if (gradients.wanted(node.input())) {
      gradients.add(node.input(), result, true);
    }
  }

  private Value pass(
      String what, Value from, Shape shape, float[] in, Shape to, float[] out, Runnable function) {
    Value source = plan.copies().as(label(what + " input"), from, plan.external(shape));
    Value target = plan.temporary(label(what), plan.external(to));
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
          Arrays.fill(out, 0);
          function.run();
          buffers[1].put(0, out);
        });
    return plan.copies().as(label(what + " output"), target, plan.desc(to));
  }
}
