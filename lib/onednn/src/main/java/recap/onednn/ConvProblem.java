package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Conv2d;
import recap.nn.Extent;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Window;

/**
 * A convolution as oneDNN wants it stated: sizes, strides, dilations (0 for adjacent), paddings.
 */
final class ConvProblem {
  /** float32 values in a vector of AVX2. */
  private static final int AVX2_FLOATS = 8;

  private final Node node;
  private final Conv2d conv;
  private final int batch;
  private final int type;
  private final long[] strides;
  private final long[] dilations;
  private final long[] padding;

  ConvProblem(Node node, int batch, Precision precision) {
    this.node = node;
    this.conv = (Conv2d) node.op();
    this.batch = batch;
    this.type = Plan.type(precision);
    Window window = conv.window();
    strides = Dnn.pair(window.stride());
    dilations = new long[] {window.dilation().height() - 1, window.dilation().width() - 1};
    padding = Dnn.pair(window.padding());
  }

  Desc image(Resources resources, Shape shape, int tag) {
    return Desc.tagged(
        resources, new long[] {batch, shape.channels(), shape.height(), shape.width()}, type, tag);
  }

  /** The weight as oneDNN sees it: O, I, K, K, or G, O / G, I / G, K, K. */
  long[] weightSizes() {
    Extent k = conv.window().kernel();
    int groups = conv.groups();
    int in = node.input().shape().channels() / groups;
    return groups == 1
        ? new long[] {conv.outChannels(), in, k.height(), k.width()}
        : new long[] {groups, conv.outChannels() / groups, in, k.height(), k.width()};
  }

  private Desc anyWeight(Resources resources, int weightType) {
    return Desc.tagged(resources, weightSizes(), weightType, dnnl_format_tag_any);
  }

  private Desc bias(Resources resources) {
    return Desc.tagged(resources, new long[] {conv.outChannels()}, dnnl_f32, dnnl_a);
  }

  dnnl_primitive_desc forward(
      Resources resources, Desc source, Desc target, Mode mode, dnnl_primitive_attr attributes) {
    boolean bias = conv.bias() || mode == Mode.INFERENCE;
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_convolution_forward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            mode.propagation(),
            dnnl_convolution_direct,
            source.handle(),
            anyWeight(resources, type).handle(),
            bias ? bias(resources).handle() : null,
            target.handle(),
            strides,
            dilations,
            padding,
            padding,
            attributes),
        node.toString());
    return resources.own(descriptor, () -> dnnl_primitive_desc_destroy(descriptor));
  }

  dnnl_primitive_desc backwardData(
      Resources resources,
      Desc source,
      Desc target,
      dnnl_primitive_desc forward,
      dnnl_primitive_attr attributes) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_convolution_backward_data_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_convolution_direct,
            source.handle(),
            anyWeight(resources, type).handle(),
            target.handle(),
            strides,
            dilations,
            padding,
            padding,
            forward,
            attributes),
        node + " backward by data");
    return resources.own(descriptor, () -> dnnl_primitive_desc_destroy(descriptor));
  }

  dnnl_primitive_desc backwardWeights(
      Resources resources,
      Desc source,
      Desc target,
      dnnl_primitive_desc forward,
      dnnl_primitive_attr attributes) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_convolution_backward_weights_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_convolution_direct,
            source.handle(),
            anyWeight(resources, dnnl_f32).handle(),
            conv.bias() ? bias(resources).handle() : null,
            target.handle(),
            strides,
            dilations,
            padding,
            padding,
            forward,
            attributes),
        node + " backward by weights");
    resources.own(descriptor, () -> dnnl_primitive_desc_destroy(descriptor));
    while (broken(Dnn.implementation(descriptor))) {
      Dnn.check(dnnl_primitive_desc_next_impl(descriptor), node + " backward by weights");
    }
    return descriptor;
  }

  /**
   * Whether {@code implementation} of the gradient by weights computes this one wrong in oneDNN
   * 3.11. The 1 x 1 kernel for AVX2 gathers the pixels that a stride leaves in whole vectors, also
   * where an image has fewer channels than a vector, and so reads and writes beyond its buffers:
   * gradients change from run to run, or the process dies. The kernel in bfloat16 for AVX-512 reads
   * working space that it has not written where a padded map is narrower than the stride.
   */
  private boolean broken(String implementation) {
    Shape input = node.input().shape();
    boolean strided = strides[0] > 1 || strides[1] > 1;
    boolean narrow = padding[1] > 0 && strides[1] > input.width();
    return strided
            && input.channels() / conv.groups() < AVX2_FLOATS
            && implementation.startsWith("jit_1x1:avx2")
        || narrow && implementation.startsWith("jit_bf16");
  }
}
