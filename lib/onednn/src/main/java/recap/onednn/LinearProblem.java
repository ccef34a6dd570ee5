package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Linear;
import recap.nn.Node;

/**
 * A fully connected layer as oneDNN wants it stated. Its weights are the largest of a network and
 * are read once a pass, so in float32 they keep their row-major layout for all passes: converting
 * them would cost more than the multiplication.
 */
final class LinearProblem {
  private final Plan plan;
  private final Node node;
  private final Linear linear;

  LinearProblem(Plan plan, Node node) {
    this.plan = plan;
    this.node = node;
    this.linear = (Linear) node.op();
  }

  /** Outputs, inputs. */
  long[] weightSizes() {
    return new long[] {linear.outFeatures(), node.input().shape().channels()};
  }

  /** A value for each output. */
  Desc bias() {
    return plan.vector(linear.outFeatures());
  }

  /** Row-major float32, as weights are learned. */
  Desc masterWeight() {
    return plan.tagged(weightSizes(), dnnl_f32, dnnl_ab);
  }

  private Desc weight() {
    int tag = plan.precision() == Precision.F32 ? dnnl_ab : dnnl_format_tag_any;
    return plan.tagged(weightSizes(), plan.type(), tag);
  }

  private dnnl_memory_desc biasOrNone() {
    return linear.bias() ? bias().handle() : null;
  }

  dnnl_primitive_desc forward(Desc source, Desc target, dnnl_primitive_attr attributes) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_inner_product_forward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            plan.mode().propagation(),
            source.handle(),
            weight().handle(),
            biasOrNone(),
            target.handle(),
            attributes),
        node.toString());
    return plan.own(descriptor);
  }

  dnnl_primitive_desc backwardWeights(Desc source, Desc target, dnnl_primitive_desc forward) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_inner_product_backward_weights_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            source.handle(),
            masterWeight().handle(),
            biasOrNone(),
            target.handle(),
            forward,
            plan.attributes()),
        node + " backward by weights");
    return plan.own(descriptor);
  }

  dnnl_primitive_desc backwardData(Desc source, Desc target, dnnl_primitive_desc forward) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_inner_product_backward_data_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            source.handle(),
            weight().handle(),
            target.handle(),
            forward,
            plan.attributes()),
        node + " backward by data");
    return plan.own(descriptor);
  }
}
