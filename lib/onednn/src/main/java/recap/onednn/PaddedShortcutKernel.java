package recap.onednn;

import java.util.List;
import recap.nn.Extent;
import recap.nn.PaddedShortcut;
import recap.nn.Shape;

/**
 * The parameter-free shortcut: a strided copy into the first channels of a tensor whose other
 * channels were zero from the start; backward the strided positions are added to.
 */
final class PaddedShortcutKernel extends Kernel {
  private final PaddedShortcut shortcut;
  private final Shape in;

  PaddedShortcutKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    shortcut = (PaddedShortcut) node.op();
    in = node.input().shape();
  }

  private Value pixels(Value of, Shape shape, int stride) {
    var extent = new Extent(node.shape().height(), node.shape().width());
    Desc part =
        plan.layout()
            .subsampled(
                plan.resources(), plan.batch(), plan.type(), shape, in.channels(), extent, stride);
    return of.as(part);
  }

  @Override
  Value forward(List<Value> inputs) {
    Value y = plan.constant(node.name(), plan.desc(node.shape()));
    plan.copy(
        label("forward"), pixels(inputs.get(0), in, shortcut.stride()), pixels(y, node.shape(), 1));
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    if (gradients.wanted(node.input())) {
      gradients.addLate(
          node.input(),
          dx ->
              plan.accumulate(
                  label("backward"),
                  pixels(dy.value(), node.shape(), 1),
                  pixels(dx, in, shortcut.stride())));
    }
  }
}
