package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.LocalResponseNorm;
import recap.nn.Node;

/** Local response normalisation as oneDNN wants it stated; all tensors have one layout. */
final class LocalResponseNormProblem {
  private final Plan plan;
  private final Node node;
  private final LocalResponseNorm norm;
  private final Desc image;

  LocalResponseNormProblem(Plan plan, Node node, Desc image) {
    this.plan = plan;
    this.node = node;
    this.norm = (LocalResponseNorm) node.op();
    this.image = image;
  }

  /**
   * @param kind {@code dnnl_forward_training} keeps in a workspace what {@link #backward} reads
   */
  dnnl_primitive_desc forward(int kind) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_lrn_forward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            kind,
            dnnl_lrn_across_channels,
            image.handle(),
            image.handle(),
            norm.size(),
            norm.alpha(),
            norm.beta(),
            norm.k(),
            plan.attributes()),
        node.toString());
    return plan.own(descriptor);
  }

  dnnl_primitive_desc backward(dnnl_primitive_desc forward) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_lrn_backward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_lrn_across_channels,
            image.handle(),
            image.handle(),
            image.handle(),
            norm.size(),
            norm.alpha(),
            norm.beta(),
            norm.k(),
            forward,
            plan.attributes()),
        node + " backward");
    return plan.own(descriptor);
  }
}
