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
          "join inputs by Add or Concat before it, and take parameters from Conv2d, Linear or"
              + " BatchNorm");
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
    plan.calls()
        .append(new ArrayStep(label(what), source, target, function), List.of(source, target));
    return plan.copies().as(label(what + " output"), target, plan.desc(to));
  }

  /** One pass with its arrays, which are there before the first step, as its tensors are. */
  private final class ArrayStep implements Step {
    private final String name;
    private final Value source;
    private final Value target;
    private final Pass function;
    private FloatBuffer from;
    private FloatBuffer to;
    private float[] in;
    private float[] out;

    ArrayStep(String name, Value source, Value target, Pass function) {
      this.name = name;
      this.source = source;
      this.target = target;
      this.function = function;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void bind() {
      from = HostMemory.floats(plan, source);
      to = HostMemory.floats(plan, target);
      in = HostMemory.array(plan, source.desc().bytes() / Float.BYTES);
      out = HostMemory.array(plan, target.desc().bytes() / Float.BYTES);
    }

    @Override
    public void run() {
      from.get(0, in);
      Arrays.fill(out, 0);
      function.run(in, out);
      to.put(0, out);
    }
  }
}
