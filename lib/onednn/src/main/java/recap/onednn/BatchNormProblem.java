package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.BatchNorm;
import recap.nn.Node;

/** Batch norm, with a ReLU or without, as oneDNN wants it stated; all images have one layout. */
final class BatchNormProblem {
  private final Plan plan;
  private final Node node;
  private final Desc image;
  private final float epsilon;
  private final boolean estimates;
  private final int flags;

  BatchNormProblem(Plan plan, Node node, boolean relu, Desc image) {
    this.plan = plan;
    this.node = node;
    this.image = image;
    BatchNorm norm = (BatchNorm) node.op();
    epsilon = norm.epsilon();
    estimates = !plan.mode().differentiates() || norm.frozen();
    flags =
        dnnl_use_scale
            | dnnl_use_shift
            | (relu ? dnnl_fuse_norm_relu : 0)
            | (estimates ? dnnl_use_global_stats : 0);
  }

  /** Whether mean and variance are given, as in inference and to a frozen norm, not computed. */
  boolean estimates() {
    return estimates;
  }

  dnnl_primitive_desc forward() {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_batch_normalization_forward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            plan.mode().propagation(),
            image.handle(),
            image.handle(),
            epsilon,
            flags,
            plan.attributes()),
        node.toString());
    return plan.own(descriptor);
  }

  dnnl_primitive_desc backward(dnnl_primitive_desc forward) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_batch_normalization_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_backward,
            image.handle(),
            image.handle(),
            image.handle(),
            epsilon,
            flags,
            forward,
            plan.attributes()),
        node + " backward");
    return plan.own(descriptor);
  }
}
