package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Shape;

/** Mean of each map: an average pool whose window is the whole image. */
final class GlobalAvgPoolKernel extends Kernel {
  private final Shape in;
  private final Shape pixel;
  private final long[] window;
  private dnnl_primitive_desc forward;

  GlobalAvgPoolKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    in = node.input().shape();
    pixel = Shape.image(in.channels(), 1, 1);
    window = new long[] {in.height(), in.width()};
  }

  @Override
  Value forward(List<Value> inputs) {
    Value x = inputs.get(0);
    Value y = plan.temporary(node.name(), plan.desc(pixel));
    forward = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_pooling_forward_primitive_desc_create(
            forward,
            Dnn.ENGINE,
            differentiates() ? dnnl_forward_training : dnnl_forward_inference,
            dnnl_pooling_avg_exclude_padding,
            x.desc().handle(),
            y.desc().handle(),
            window,
            window,
            new long[2],
            new long[2],
            new long[2],
            plan.attributes()),
        label("forward"));
    plan.call(label("forward"), plan.own(forward), Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    return plan.features(label("features"), y, pixel);
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value dyPixel = plan.image(label("gradient"), dy.value(), pixel);
    Value dx = plan.temporary(label("input gradient"), plan.desc(in));
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_pooling_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_pooling_avg_exclude_padding,
            dx.desc().handle(),
            dyPixel.desc().handle(),
            window,
            window,
            new long[2],
            new long[2],
            new long[2],
            forward,
            plan.attributes()),
        label("backward"));
    plan.call(
        label("backward"),
        plan.own(descriptor),
        Map.of(DNNL_ARG_DIFF_DST, dyPixel, DNNL_ARG_DIFF_SRC, dx));
    gradients.add(node.input(), dx, true);
  }
}
