package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Activation;
import recap.nn.Node;

/**
 * A 3 x 3 convolution by {@link Winograd}'s algorithm, from oneDNN's products of matrices.
 *
 * <p>Its input is cut into tiles ({@link WinogradTiles}). The input transform makes 36 planes,
 * tiles x channels, of the 36 that were cut out; each is multiplied by the matrix, input x output
 * channels, of the same position of the transformed filters; and the output transform makes of the
 * 36 products the 16 planes that hold the pixels of the output.
 *
 * <p>The gradient of the input is the same with the filters turned and transposed. That of the
 * filters multiplies the planes of the inputs by those of the output's gradient, with the adjoint
 * transforms before and after. A part of the batch is taken at a time, so that its planes stay in
 * the cache.
 */
final class WinogradConv {
  /** The planes of a part of the batch. */
  private static final long PART_BYTES = 32L << 20;

  private final Plan plan;
  private final String layer;
  private final int in;
  private final int out;
  private final int height;
  private final int width;
  private final Matrix inputTransform;
  private final Matrix filterTransform;
  private final Matrix turnedFilterTransform;
  private final Matrix outputTransform;

  /** A transform: a row for each position that comes out, a column for each that goes in. */
  private record Matrix(Value value, int rows, int columns) {}

  WinogradConv(Plan plan, Node node) {
    this.plan = plan;
    this.layer = node.name();
    this.in = node.input().shape().channels();
    this.out = node.shape().channels();
    this.height = node.shape().height();
    this.width = node.shape().width();
    this.inputTransform = matrix("input transform", Winograd.input(), Winograd.POSITIONS);
    this.filterTransform = matrix("filter transform", Winograd.filter(), Winograd.POSITIONS);
    this.turnedFilterTransform =
        matrix("turned filter transform", Winograd.turnedFilter(), Winograd.POSITIONS);
    this.outputTransform = matrix("output transform", Winograd.output(), Winograd.OUTPUTS);
  }

  private Matrix matrix(String name, float[] values, int rows) {
    int columns = values.length / rows;
    Desc desc = plan.tagged(new long[] {rows, columns}, dnnl_f32, dnnl_ab);
    Value value = plan.constant(label(name), desc);
    plan.onAllocate(() -> Plan.floats(value).put(0, values));
    return new Matrix(value, rows, columns);
  }

  private String label(String what) {
    return layer + " " + what;
  }

  /** The filters as all stages read them: a matrix, input x output channels, for each tap. */
  Desc weightLayout() {
    return plan.tagged(new long[] {out, in, Winograd.TAPS, Winograd.TAPS}, dnnl_f32, dnnl_hwio);
  }

  /**
   * Appends y = f(x * weight + bias).
   *
   * @param bias null for none
   * @param activation null for none
   */
  void forward(Value x, Value weight, Value bias, Activation activation, Value y) {
    Value filters = filters("forward", filterTransform, weight);
    inParts(part -> part.convolve("forward", x, in, filters, bias, activation, y, out));
  }

  /** Appends dx, from dy. */
  void backwardData(Value dy, Value weight, Value dx) {
    Value filters = filters("backward data", turnedFilterTransform, weight);
    Desc transposed = plan.tagged(new long[] {Winograd.POSITIONS, out, in}, dnnl_f32, dnnl_acb);
    inParts(
        part ->
            part.convolve("backward data", dy, out, filters.as(transposed), null, null, dx, in));
  }

  /**
   * Appends dW and db, from x and dy.
   *
   * @param biasGradient null for none
   */
  void backwardWeights(Value x, Value dy, Value weightGradient, Value biasGradient) {
    Value sums = plan.working(label("backward weights sums"), matrices(dnnl_abc));
    BiasGradient bias =
        biasGradient == null
            ? null
            : new BiasGradient(plan, layer, biasGradient, out, samplesOfPart() * tilesOfSample());
    inParts(part -> part.addProducts(x, dy, sums, bias));
    transform(
        "backward weights",
        filterTransform,
        true,
        sums,
        weightGradient,
        (long) in * out,
        plan.postOps());
  }

  private Desc matrices(int tag) {
    return plan.tagged(new long[] {Winograd.POSITIONS, in, out}, dnnl_f32, tag);
  }

  private Value filters(String what, Matrix matrix, Value weight) {
    Value filters = plan.working(label(what + " filters"), matrices(dnnl_abc));
    transform(what + " filters", matrix, false, weight, filters, (long) in * out, plan.postOps());
    return filters;
  }

  /** Appends target = matrix, or its transpose, times source: {@code width} values a position. */
  private void transform(
      String what,
      Matrix matrix,
      boolean transposed,
      Value source,
      Value target,
      long width,
      PostOps postOps) {
    int rows = transposed ? matrix.columns : matrix.rows;
    int columns = transposed ? matrix.rows : matrix.columns;
    int tag = transposed ? dnnl_ba : dnnl_ab;
    multiply(
        what + " transform",
        matrix.value.as(plan.tagged(new long[] {rows, columns}, dnnl_f32, tag)),
        source.as(plan.tagged(new long[] {columns, width}, dnnl_f32, dnnl_ab)),
        target.as(plan.tagged(new long[] {rows, width}, dnnl_f32, dnnl_ab)),
        postOps);
  }

  private void multiply(String what, Value a, Value b, Value target, PostOps postOps) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_matmul_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            a.desc().handle(),
            b.desc().handle(),
            null,
            target.desc().handle(),
            postOps.attributes()),
        label(what));
    plan.call(
        label(what),
        plan.own(descriptor),
        Map.of(DNNL_ARG_SRC, a, DNNL_ARG_WEIGHTS, b, DNNL_ARG_DST, target));
  }

  private long tilesOfSample() {
    return (long) Winograd.tiles(height) * Winograd.tiles(width);
  }

  private long samplesOfPart() {
    long sample = Winograd.POSITIONS * tilesOfSample() * Math.max(in, out) * Float.BYTES;
    return Math.max(1, Math.min(plan.batch(), PART_BYTES / sample));
  }

  private void inParts(Consumer<Part> part) {
    long samples = samplesOfPart();
    for (long first = 0; first < plan.batch(); first += samples) {
      part.accept(new Part(first, Math.min(samples, plan.batch() - first)));
    }
  }

  /** Some samples of the batch. */
  private final class Part {
    private final long first;
    private final long samples;

    Part(long first, long samples) {
      this.first = first;
      this.samples = samples;
    }

    private Value of(Value image, int channels) {
      long bytes = (long) channels * height * width * Float.BYTES;
      long[] sizes = {samples, channels, height, width};
      return new Value(
          image.buffer().from(first * bytes), plan.tagged(sizes, dnnl_f32, plan.layout().tag()));
    }

    private long tiles() {
      return samples * tilesOfSample();
    }

    private WinogradTiles cutting(String what, int channels, int border) {
      return new WinogradTiles(plan, label(what), samples, channels, height, width, border);
    }

    private Value planes(String what, long positions, int channels) {
      long[] sizes = {positions, tiles(), channels};
      return plan.working(label(what), plan.tagged(sizes, dnnl_f32, dnnl_abc));
    }

    /** The planes of an image, transformed as the inputs of a convolution are. */
    private Value inputs(String what, Value x, int channels) {
      Value cut = cutting(what, channels, 1).cut(of(x, channels));
      Value inputs = planes(what + " inputs", Winograd.POSITIONS, channels);
      long width = tiles() * channels;
      transform(what + " input", inputTransform, false, cut, inputs, width, plan.postOps());
      return inputs;
    }

    void convolve(
        String what,
        Value x,
        int from,
        Value filters,
        Value bias,
        Activation activation,
        Value y,
        int to) {
      Value inputs = inputs(what, x, from);
      Value products = planes(what + " products", Winograd.POSITIONS, to);
      multiply(what + " products", inputs, filters, products, plan.postOps());
      if (bias != null) {
        Value plane = biasPlane(products, to);
        Value row = bias.as(plan.tagged(new long[] {1, to}, dnnl_f32, dnnl_ab));
        plan.binary(label(what + " bias"), dnnl_binary_add, plane, row, plane, plan.attributes());
      }
      Value outputs = planes(what + " outputs", Winograd.OUTPUTS, to);
      PostOps postOps = plan.postOps().activation(activation);
      transform(what + " output", outputTransform, false, products, outputs, tiles() * to, postOps);
      cutting(what, to, 0).paste(outputs, of(y, to));
    }

    /** The plane of products that the output transform adds to each pixel. */
    private Value biasPlane(Value products, int channels) {
      long plane = tiles() * channels * Float.BYTES;
      return new Value(
          products.buffer().from(Winograd.CONSTANT * plane),
          plan.tagged(new long[] {tiles(), channels}, dnnl_f32, dnnl_ab));
    }

    /** Adds up, position by position, inputs times gradients of outputs. */
    void addProducts(Value x, Value dy, Value sums, BiasGradient bias) {
      String what = "backward weights";
      Value inputs = inputs(what, x, in);
      Value cut = cutting(what, out, 0).cut(of(dy, out));
      Value gradients = planes(what + " gradients", Winograd.POSITIONS, out);
      transform(
          what + " output", outputTransform, true, cut, gradients, tiles() * out, plan.postOps());
      if (bias != null) {
        bias.append(biasPlane(gradients, out), tiles(), first > 0);
      }
      long[] transposed = {Winograd.POSITIONS, in, tiles()};
      multiply(
          what + " products",
          inputs.as(plan.tagged(transposed, dnnl_f32, dnnl_acb)),
          gradients,
          sums,
          first == 0 ? plan.postOps() : plan.postOps().accumulate());
    }
  }
}
