package recap.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import recap.nn.JavaLayer;
import recap.nn.Shape;
import recap.nn.ShapeException;

/** A layer written on float arrays: its tensors are copied out of and into the step. */
final class JavaLayerKernel extends Kernel {
  /** One pass of the layer on arrays; the second is zero before. */
  @FunctionalInterface
  private interface Pass {
    void run(float[] in, float[] out);
  }

  private final JavaLayer layer;
  private float[] x;
  private float[] y;

  JavaLayerKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    layer = (JavaLayer) node.op();
    if (node.inputs().size() != 1 || !node.parameters().isEmpty()) {
      throw new ShapeException(
          node.toString(),
          "a JavaLayer of one input and no parameters",
          node.inputs().size() + " inputs and " + node.parameters().size() + " parameters",
          "join inputs by Add or Concat before it, and take parameters from Linear or Scale");
    }
  }

  @Override
  Value forward(List<Value> inputs) {
    Shape in = node.input().shape();
    return pass(
        "forward",
        inputs.get(0),
        in,
        node.shape(),
        (read, written) -> {
          x = read;
          y = written;
          layer.forward(in, plan.batch(), x, y);
        });
  }

  @Override
  void backward(Gradients.Gradient gradient, Gradients gradients) {
    Shape in = node.input().shape();
    Value result =
        pass(
            "backward",
            gradient.value(),
            node.shape(),
            in,
            (dy, dx) -> layer.backward(in, plan.batch(), x, y, dy, dx));
    gradients.add(node.input(), result, true);
  }

  private Value pass(String what, Value from, Shape shape, Shape to, Pass function) {
    Value source = plan.copies().as(label(what + " input"), from, plan.external(shape));
    Value target = plan.temporary(label(what), plan.external(to));
    var buffers = new FloatBuffer[2];
    var arrays = new float[2][];
    plan.host(
        label(what),
        List.of(source, target),
        () -> {
          buffers[0] = HostMemory.floats(plan, source);
          buffers[1] = HostMemory.floats(plan, target);
          arrays[0] = HostMemory.array(plan, plan.batch() * shape.elements());
          arrays[1] = HostMemory.array(plan, plan.batch() * to.elements());
        },
        () -> {
          buffers[0].get(0, arrays[0]);
          Arrays.fill(arrays[1], 0);
          function.run(arrays[0], arrays[1]);
          buffers[1].put(0, arrays[1]);
        });
    return plan.copies().as(label(what + " output"), target, plan.desc(to));
  }
}
