package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Extent;

/**
 * A pool as oneDNN wants it stated. Sizes are pairs of height and width; a dilation is 0 for
 * adjacent taps.
 */
final class PoolProblem {
  private final int algorithm;
  private final long[] strides;
  private final long[] kernel;
  private final long[] dilations;
  private final long[] paddingBefore;
  private final long[] paddingAfter;

  PoolProblem(
      int algorithm,
      long[] strides,
      long[] kernel,
      long[] dilations,
      long[] paddingBefore,
      long[] paddingAfter) {
    this.algorithm = algorithm;
    this.strides = strides;
    this.kernel = kernel;
    this.dilations = dilations;
    this.paddingBefore = paddingBefore;
    this.paddingAfter = paddingAfter;
  }

  /** The mean of each {@code kernel} of pixels, without padding. */
  static PoolProblem mean(Extent kernel, Extent stride) {
    return new PoolProblem(
        dnnl_pooling_avg_exclude_padding,
        Dnn.pair(stride),
        Dnn.pair(kernel),
        new long[2],
        new long[2],
        new long[2]);
  }

  dnnl_primitive_desc forward(Plan plan, String name, Desc source, Desc target) {
    return forward(plan, name, source, target, plan.attributes());
  }

  dnnl_primitive_desc forward(
      Plan plan, String name, Desc source, Desc target, dnnl_primitive_attr attributes) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_pooling_forward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            plan.mode().propagation(),
            algorithm,
            source.handle(),
            target.handle(),
            strides,
            kernel,
            dilations,
            paddingBefore,
            paddingAfter,
            attributes),
        name);
    return plan.own(descriptor);
  }

  dnnl_primitive_desc backward(
      Plan plan, String name, Desc source, Desc target, dnnl_primitive_desc forward) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_pooling_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            algorithm,
            source.handle(),
            target.handle(),
            strides,
            kernel,
            dilations,
            paddingBefore,
            paddingAfter,
            forward,
            plan.attributes()),
        name);
    return plan.own(descriptor);
  }
}
