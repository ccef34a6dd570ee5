package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.function.BiConsumer;

/**
 * The backward pass of a fully connected layer of many inputs, such as the 9216 of AlexNet's first,
 * in float32: dx = dy W and dW = dy' x, both computed for some columns at a time. oneDNN multiplies
 * by narrower parts from blocks that it copies into the cache; over the whole width it reads rows
 * that lie many pages apart, which takes up to twice as long.
 */
final class WideBackward {
  /** Layers of more inputs are computed in parts; up to here the whole is as fast. */
  private static final long WIDE = 4096;

  /** Columns of a part. */
  private static final long PART = 2048;

  private final Plan plan;
  private final String layer;
  private final Value dy;
  private final long outputs;
  private final long inputs;

  /**
   * @param dy the gradient of the output, N x outputs
   * @param weights outputs, inputs
   */
  WideBackward(Plan plan, String layer, Value dy, long[] weights) {
    this.plan = plan;
    this.layer = layer;
    this.dy = dy;
    this.outputs = weights[0];
    this.inputs = weights[1];
  }

  /** Whether a layer of so many inputs is computed in parts. */
  static boolean applies(Plan plan, long inputs) {
    return plan.precision() == Precision.F32 && inputs > WIDE;
  }

  /** Appends dW = dy' x. */
  void weights(Value x, Value gradient) {
    long[] transposed = {outputs, plan.batch()};
    Value rows = dy.as(plan.tagged(transposed, plan.type(), dnnl_ba));
    parts(
        (from, size) ->
            multiply("backward weights", rows, part(x, from, size), part(gradient, from, size)));
  }

  /** Appends dx = dy W. */
  void data(Value weight, Value dx) {
    parts(
        (from, size) ->
            multiply("backward data", dy, part(weight, from, size), part(dx, from, size)));
  }

  private void parts(BiConsumer<Long, Long> part) {
    for (long from = 0; from < inputs; from += PART) {
      part.accept(from, Math.min(PART, inputs - from));
    }
  }

  /**
   * Columns {@code from} to {@code from + size} of a matrix of {@link #inputs} columns. The buffer
   * starts there, since oneDNN's products pass over the offset of a part's description.
   */
  private Value part(Value matrix, long from, long size) {
    long rows = matrix.desc().bytes() / (Float.BYTES * inputs);
    Desc desc =
        Desc.strided(plan.resources(), new long[] {rows, size}, dnnl_f32, new long[] {inputs, 1});
    return new Value(matrix.buffer().from(Float.BYTES * from), desc);
  }

  private void multiply(String what, Value a, Value b, Value target) {
    plan.product(layer + " " + what, a, b, target, plan.attributes());
  }
}
