package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Arrays;

/** The gradient of a bias: db = 1' dy, the sum over all rows of dy, as a product of matrices. */
final class BiasGradient {
  private final Plan plan;
  private final String name;
  private final Value gradient;
  private final long outputs;
  private final Value ones;

  /**
   * @param gradient a value for each output
   * @param rows the most that are added up at a time
   */
  BiasGradient(Plan plan, String layer, Value gradient, long outputs, long rows) {
    this.plan = plan;
    this.name = layer + " backward bias";
    this.gradient = gradient;
    this.outputs = outputs;
    float[] values = new float[Math.toIntExact(rows)];
    Arrays.fill(values, 1);
    this.ones = plan.constant(layer + " ones", plan.vector(rows), values);
  }

  /**
   * Appends db = 1' dy, or db = db + 1' dy.
   *
   * @param dy {@code rows} x outputs
   */
  void append(Value dy, long rows, boolean accumulate) {
    plan.product(
        name,
        ones.as(matrix(1, rows)),
        dy.as(matrix(rows, outputs)),
        gradient.as(matrix(1, outputs)),
        accumulate ? plan.accumulating() : plan.attributes());
  }

  private Desc matrix(long rows, long columns) {
    return plan.tagged(new long[] {rows, columns}, dnnl_f32, dnnl_ab);
  }
}
