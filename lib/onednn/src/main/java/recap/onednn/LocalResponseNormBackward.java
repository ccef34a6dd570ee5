package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.LocalResponseNorm;
import recap.nn.Node;

/**
 * The backward pass of local response normalisation in float32 where oneDNN has only its reference,
 * as on processors without AVX-512: a plain loop that takes ten times as long. With m = k + alpha /
 * size * sum of x^2 over the neighbouring channels, the forward pass is y = x m^-beta, and so
 *
 * <pre>dx = dy m^-beta - 2 alpha beta / size * x * sum of (dy x m^(-beta - 1)) over neighbours
 * </pre>
 *
 * <p>A sum over neighbouring channels is a 1 x 1 convolution whose weight is 1 near the diagonal
 * and 0 elsewhere. Its many zeros are multiplied too, which still is far quicker than the loop. The
 * powers are functions that a primitive applies on the way out: m^-beta = exp(-beta log m).
 */
final class LocalResponseNormBackward {
  private static final int BLOCK = 16;

  private final Plan plan;
  private final LocalResponseNorm norm;
  private final String layer;
  private final Value x;
  private final Desc desc;
  private final int channels;

  LocalResponseNormBackward(Plan plan, Node node, Value x) {
    this.plan = plan;
    this.norm = (LocalResponseNorm) node.op();
    this.layer = node.name();
    this.x = x;
    this.desc = x.desc();
    this.channels = node.shape().channels();
  }

  /**
   * Whether {@code backward}, oneDNN's own, is replaced: it is quick in blocks of 16 channels
   * alone, and of a size and an exponent for which it has code.
   */
  static boolean replaces(Plan plan, dnnl_primitive_desc backward) {
    return plan.mode() == Mode.TRAINING
        && plan.precision() == Precision.F32
        && (plan.layout().block() < BLOCK || Dnn.onlyReference(backward));
  }

  /** Appends dx from dy. */
  void data(Value dy, Value dx) {
    float share = norm.alpha() / norm.size();
    Value squares = working("squares");
    plan.binary(label("squares"), dnnl_binary_mul, x, x, squares, plan.attributes());

    var meanOps = plan.postOps().linear(share, norm.k());
    dnnl_primitive_desc meanSum = sum("mean", anyWeight(), meanOps.attributes());
    Value neighbours = neighbours(Desc.chosen(meanSum, dnnl_query_weights_md));
    Value mean = working("mean");
    call("mean", meanSum, squares, neighbours, mean, Map.of());

    // oneDNN's logarithm takes no further functions; the larger of m and m does.
    PostOps powerOps = plan.postOps().log().linear(-norm.beta(), 0).exp();
    int factor = powerOps.binary(dnnl_binary_mul, desc);
    Value direct = working("direct part");
    plan.binary(
        label("direct part"),
        dnnl_binary_max,
        mean,
        mean,
        direct,
        powerOps.attributes(),
        Map.of(factor, dy));

    PostOps quotientOps = plan.postOps();
    int divisor = quotientOps.binary(dnnl_binary_div, desc);
    Value terms = working("terms");
    plan.binary(
        label("terms"),
        dnnl_binary_mul,
        direct,
        x,
        terms,
        quotientOps.attributes(),
        Map.of(divisor, mean));

    PostOps ops = plan.postOps().linear(-2 * norm.beta() * share, 0);
    int timesX = ops.binary(dnnl_binary_mul, desc);
    int plusDirect = ops.binary(dnnl_binary_add, desc);
    call(
        "input gradient",
        sum("input gradient", neighbours.desc(), ops.attributes()),
        terms,
        neighbours,
        dx,
        Map.of(timesX, x, plusDirect, direct));
  }

  private String label(String what) {
    return layer + " backward " + what;
  }

  private Value working(String what) {
    return plan.working(label(what), desc);
  }

  private long[] weightSizes() {
    return new long[] {channels, channels, 1, 1};
  }

  private Desc anyWeight() {
    return plan.tagged(weightSizes(), dnnl_f32, dnnl_format_tag_any);
  }

  /** The convolution that sums over neighbouring channels. */
  private dnnl_primitive_desc sum(String what, Desc weight, dnnl_primitive_attr attributes) {
    long[] ones = {1, 1};
    long[] zeros = {0, 0};
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_convolution_forward_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_forward_inference,
            dnnl_convolution_direct,
            desc.handle(),
            weight.handle(),
            null,
            desc.handle(),
            ones,
            zeros,
            zeros,
            zeros,
            attributes),
        label(what));
    return plan.own(descriptor);
  }

  /** The weight of that convolution. */
  private Value neighbours(Desc layout) {
    int reach = norm.size() / 2;
    float[] near = new float[channels * channels];
    for (int out = 0; out < channels; out++) {
      for (int in = Math.max(0, out - reach); in <= Math.min(channels - 1, out + reach); in++) {
        near[out * channels + in] = 1;
      }
    }
    Value weight = plan.constant(label("neighbours"), layout);
    Desc plain = plan.tagged(weightSizes(), dnnl_f32, dnnl_abcd);
    var matrix =
        new Parameter(label("neighbours"), List.of(channels, channels), plain, weight, null, null);
    plan.onAllocate(() -> matrix.write(weight, near));
    return weight;
  }

  private void call(
      String what,
      dnnl_primitive_desc sum,
      Value source,
      Value weight,
      Value target,
      Map<Integer, Value> postOpArguments) {
    var arguments = new HashMap<>(postOpArguments);
    arguments.put(DNNL_ARG_SRC, source);
    arguments.put(DNNL_ARG_WEIGHTS, weight);
    arguments.put(DNNL_ARG_DST, target);
    plan.call(label(what), sum, arguments);
  }
}
