package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_primitive_attr;
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
 * transforms before and after. A {@link WinogradPart} is taken at a time, so that its planes stay
 * in the cache.
 */
final class WinogradConv {
  /** The planes of a part: three such sets are in use at a time and should stay in the cache. */
  private static final long PART_BYTES = 2L << 20;

  /** Tiles of a part at least: a matrix of fewer rows is multiplied at less than full speed. */
  private static final long PART_TILES = 128;

  /** About so many parts at most, however large the batch: each is some ten calls of a step. */
  private static final long MOST_PARTS = 128;

  private final Plan plan;
  private final String layer;
  private final int in;
  private final int out;
  private final int height;
  private final int width;
  private final List<WinogradPart> parts;
  private final Transform inputTransform;
  private final Transform filterTransform;
  private final Transform turnedFilterTransform;
  private final Transform outputTransform;

  WinogradConv(Plan plan, Node node) {
    this.plan = plan;
    this.layer = node.name();
    this.in = node.input().shape().channels();
    this.out = node.shape().channels();
    this.height = node.shape().height();
    this.width = node.shape().width();
    int tileRows = Winograd.tiles(height);
    int tileColumns = Winograd.tiles(width);
    long tiles = (long) plan.batch() * tileRows * tileColumns;
    this.parts = WinogradPart.split(plan.batch(), tileRows, tileColumns, tilesOfPart(tiles));
    this.inputTransform = transform("input", Winograd.input(), Winograd.POSITIONS);
    this.filterTransform = transform("filters", Winograd.filter(), Winograd.POSITIONS);
    this.turnedFilterTransform =
        transform("turned filters", Winograd.turnedFilter(), Winograd.POSITIONS);
    this.outputTransform = transform("output", Winograd.output(), Winograd.OUTPUTS);
  }

  private Transform transform(String what, float[] values, int rows) {
    int columns = values.length / rows;
    Desc desc = plan.tagged(new long[] {rows, columns}, dnnl_f32, dnnl_ab);
    Value matrix = plan.constant(label(what + " transform"), desc, values);
    return new Transform(what, matrix, rows, columns, false);
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
    dnnl_primitive_attr attributes =
        activation == null ? plan.attributes() : plan.postOps().activation(activation).attributes();
    inParts(
        "forward",
        part -> {
          Value products = part.products(part.inputs(x, in), filters, out);
          if (bias != null) {
            part.addBias(products, bias);
          }
          part.outputs(products, attributes, y, out);
        });
  }

  /** Appends dx, from dy. */
  void backwardData(Value dy, Value weight, Value dx) {
    Value filters = filters("backward data", turnedFilterTransform, weight);
    Value transposed = filters.as(planes(Winograd.POSITIONS, out, in, dnnl_acb));
    inParts(
        "backward data",
        part -> {
          Value products = part.products(part.inputs(dy, out), transposed, in);
          part.outputs(products, plan.attributes(), dx, in);
        });
  }

  /**
   * Appends dW and db, from x and dy.
   *
   * @param biasGradient null for none
   */
  void backwardWeights(Value x, Value dy, Value weightGradient, Value biasGradient) {
    String what = "backward weights";
    Value sums = plan.working(label(what + " sums"), planes(Winograd.POSITIONS, in, out, dnnl_abc));
    BiasGradient bias =
        biasGradient == null ? null : new BiasGradient(plan, layer, biasGradient, out, mostTiles());
    inParts(
        what,
        part -> {
          Value gradients = part.outputGradients(dy);
          if (bias != null) {
            bias.append(part.constantPlane(gradients, out), part.tiles(), !part.isFirst());
          }
          part.addProducts(part.inputs(x, in), gradients, sums);
        });
    filterTransform
        .adjoint()
        .append(what, sums, weightGradient, (long) in * out, plan.attributes());
  }

  private Value filters(String what, Transform transform, Value weight) {
    Value filters =
        plan.working(label(what + " filters"), planes(Winograd.POSITIONS, in, out, dnnl_abc));
    transform.append(what, weight, filters, (long) in * out, plan.attributes());
    return filters;
  }

  /** A matrix for each position; {@code dnnl_acb} for one that lies there transposed. */
  private Desc planes(long positions, long rows, long columns, int tag) {
    return plan.tagged(new long[] {positions, rows, columns}, dnnl_f32, tag);
  }

  private long tilesOfPart(long all) {
    long tile = (long) Winograd.POSITIONS * Math.max(in, out) * Float.BYTES;
    return Math.max(Math.max(PART_TILES, PART_BYTES / tile), all / MOST_PARTS);
  }

  private long mostTiles() {
    return parts.stream().mapToLong(WinogradPart::tiles).max().orElseThrow();
  }

  private void inParts(String what, Consumer<Part> calls) {
    for (WinogradPart part : parts) {
      calls.accept(new Part(what, part));
    }
  }

  /** A matrix with a row for each position that comes out, a column for each that goes in. */
  private final class Transform {
    private final String name;
    private final Value matrix;
    private final int rows;
    private final int columns;
    private final boolean transposed;

    Transform(String name, Value matrix, int rows, int columns, boolean transposed) {
      this.name = name;
      this.matrix = matrix;
      this.rows = rows;
      this.columns = columns;
      this.transposed = transposed;
    }

    Transform adjoint() {
      return new Transform(name, matrix, columns, rows, !transposed);
    }

    /** Appends target = matrix times source, {@code values} in each position. */
    void append(
        String what, Value source, Value target, long values, dnnl_primitive_attr attributes) {
      int tag = transposed ? dnnl_ba : dnnl_ab;
      plan.product(
          label(what + " " + name + " transform"),
          matrix.as(plan.tagged(new long[] {rows, columns}, dnnl_f32, tag)),
          source.as(plan.tagged(new long[] {columns, values}, dnnl_f32, dnnl_ab)),
          target.as(plan.tagged(new long[] {rows, values}, dnnl_f32, dnnl_ab)),
          attributes);
    }
  }

  /** What a pass does with a part of the batch. */
  private final class Part {
    private final String pass;
    private final WinogradPart part;

    Part(String pass, WinogradPart part) {
      this.pass = pass;
      this.part = part;
    }

    boolean isFirst() {
      return part.equals(parts.get(0));
    }

    long tiles() {
      return part.tiles();
    }

    private WinogradTiles cutting(int channels, int border) {
      return new WinogradTiles(plan, label(pass), part, channels, height, width, border);
    }

    private Value working(String what, int positions, int channels) {
      return plan.working(label(pass + " " + what), planes(positions, tiles(), channels, dnnl_abc));
    }

    /** The planes of an image, transformed as the inputs of a convolution are. */
    Value inputs(Value x, int channels) {
      Value cut = cutting(channels, 1).cut(x);
      Value inputs = working("inputs", Winograd.POSITIONS, channels);
      inputTransform.append(pass, cut, inputs, tiles() * channels, plan.attributes());
      return inputs;
    }

    Value products(Value inputs, Value filters, int channels) {
      Value products = working("products", Winograd.POSITIONS, channels);
      plan.product(label(pass + " products"), inputs, filters, products, plan.attributes());
      return products;
    }

    void addBias(Value products, Value bias) {
      Value plane = constantPlane(products, out);
      Value row = bias.as(plan.tagged(new long[] {1, out}, dnnl_f32, dnnl_ab));
      plan.binary(label(pass + " bias"), dnnl_binary_add, plane, row, plane, plan.attributes());
    }

    /** The plane of {@code planes} that belongs to all pixels of a tile alike. */
    Value constantPlane(Value planes, int channels) {
      long start = Winograd.CONSTANT * tiles() * channels * Float.BYTES;
      long[] sizes = {tiles(), channels};
      return new Value(planes.buffer().from(start), plan.tagged(sizes, dnnl_f32, dnnl_ab));
    }

    /** Transforms products to pixels and puts these in place in {@code y}. */
    void outputs(Value products, dnnl_primitive_attr attributes, Value y, int channels) {
      Value outputs = working("outputs", Winograd.OUTPUTS, channels);
      outputTransform.append(pass, products, outputs, tiles() * channels, attributes);
      cutting(channels, 0).paste(outputs, y);
    }

    /** The gradients of the products. */
    Value outputGradients(Value dy) {
      Value cut = cutting(out, 0).cut(dy);
      Value gradients = working("gradients", Winograd.POSITIONS, out);
      outputTransform.adjoint().append(pass, cut, gradients, tiles() * out, plan.attributes());
      return gradients;
    }

    /** Adds up, position by position, inputs times gradients. */
    void addProducts(Value inputs, Value gradients, Value sums) {
      plan.product(
          label(pass + " products"),
          inputs.as(planes(Winograd.POSITIONS, in, tiles(), dnnl_acb)),
          gradients,
          sums,
          isFirst() ? plan.attributes() : plan.accumulating());
    }
  }
}
