package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;

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
    this.ones = plan.constant(layer + " ones", plan.vector(rows));
    // Not before: memory is counted for batches that no heap holds.
    plan.onAllocate(() -> fillWithOnes(HostMemory.floats(plan, ones)));
  }

  private static void fillWithOnes(FloatBuffer values) {
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, 1);
    }
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
