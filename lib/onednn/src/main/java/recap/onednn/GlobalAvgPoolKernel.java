package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Extent;
import recap.nn.Shape;

/** Mean of each map: an average pool whose window is the whole image. */
final class GlobalAvgPoolKernel extends Kernel {
  private final Shape in;
  private final Shape pixel;
  private final PoolProblem problem;
  private dnnl_primitive_desc forward;

  GlobalAvgPoolKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    in = node.input().shape();
    pixel = Shape.image(in.channels(), 1, 1);
    var whole = new Extent(in.height(), in.width());
    problem = PoolProblem.mean(whole, whole);
  }

  @Override
  Value forward(List<Value> inputs) {
    Value x = inputs.get(0);
    Value y = plan.temporary(node.name(), plan.desc(pixel));
    forward = problem.forward(plan, label("forward"), x.desc(), y.desc());
    plan.call(label("forward"), forward, Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    return plan.copies().features(label("features"), y, pixel);
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value dyPixel = plan.copies().image(label("gradient"), dy.value(), pixel);
    Value dx = plan.temporary(label("input gradient"), plan.desc(in));
    var descriptor = problem.backward(plan, label("backward"), dx.desc(), dyPixel.desc(), forward);
    plan.call(
        label("backward"), descriptor, Map.of(DNNL_ARG_DIFF_DST, dyPixel, DNNL_ARG_DIFF_SRC, dx));
    gradients.add(node.input(), dx, true);
  }
}
