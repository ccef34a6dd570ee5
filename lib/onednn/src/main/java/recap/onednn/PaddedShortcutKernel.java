package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Extent;
import recap.nn.PaddedShortcut;
import recap.nn.Shape;

/**
 * The parameter-free shortcut: a strided copy into the first channels of a tensor whose other
 * channels were zero from the start; backward the strided positions are added to.
 *
 * <p>oneDNN describes every {@code stride}-th pixel only where the stride divides height and width.
 * Elsewhere a pool of one tap takes them first, and backward spreads them again.
 */
final class PaddedShortcutKernel extends Kernel {
  private final PaddedShortcut shortcut;
  private final Shape in;
  private final Shape taken;
  private final boolean divides;
  private final PoolProblem problem;
  private dnnl_primitive_desc pool;

  PaddedShortcutKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    shortcut = (PaddedShortcut) node.op();
    in = node.input().shape();
    taken = Shape.image(in.channels(), node.shape().height(), node.shape().width());
    divides = in.height() % shortcut.stride() == 0 && in.width() % shortcut.stride() == 0;
    problem = PoolProblem.mean(Extent.square(1), Extent.square(shortcut.stride()));
  }

  private Value pixels(Value of, Shape shape, int stride) {
    var extent = new Extent(taken.height(), taken.width());
    Desc part =
        plan.layout()
            .subsampled(
                plan.resources(), plan.batch(), plan.type(), shape, in.channels(), extent, stride);
    return of.as(part);
  }

  @Override
  Value forward(List<Value> inputs) {
    Value y = plan.constant(node.name(), plan.desc(node.shape()));
    Value from = divides ? pixels(inputs.get(0), in, shortcut.stride()) : taken(inputs.get(0));
    plan.copies()
        .copy(
            label("forward"), divides ? from : pixels(from, taken, 1), pixels(y, node.shape(), 1));
    return y;
  }

  private Value taken(Value x) {
    Value y = plan.temporary(label("pixels"), plan.desc(taken));
    pool = problem.forward(plan, label("pixels"), x.desc(), y.desc());
    plan.call(label("pixels"), pool, Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value from = pixels(dy.value(), node.shape(), 1);
    if (divides) {
      gradients.addLate(
          node.input(),
          dx ->
              plan.copies().accumulate(label("backward"), from, pixels(dx, in, shortcut.stride())));
    } else {
      gradients.add(node.input(), spread(from), true);
    }
  }

  private Value spread(Value from) {
    Value dTaken = plan.temporary(label("gradient of the pixels"), plan.desc(taken));
    plan.copies().copy(label("backward"), from, pixels(dTaken, taken, 1));
    Value dx = plan.temporary(label("input gradient"), plan.desc(in));
    var descriptor = problem.backward(plan, label("backward"), dx.desc(), dTaken.desc(), pool);
    plan.call(
        label("backward spread"),
        descriptor,
        Map.of(DNNL_ARG_DIFF_DST, dTaken, DNNL_ARG_DIFF_SRC, dx));
    return dx;
  }
}
