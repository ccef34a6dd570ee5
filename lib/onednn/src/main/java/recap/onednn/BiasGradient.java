package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;

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
    float[] values = new float[Math.toIntExact(rows)];
    Arrays.fill(values, 1);
    plan.onAllocate(() -> Plan.floats(ones).put(0, values));
  }

  /**
   * Appends db = 1' dy, or db = db + 1' dy.
   *
   * @param dy {@code rows} x outputs
   */
  void append(Value dy, long rows, boolean accumulate) {
    Desc sum = plan.tagged(new long[] {1, rows}, dnnl_f32, dnnl_ab);
    Desc matrix = plan.tagged(new long[] {rows, outputs}, dnnl_f32, dnnl_ab);
    Desc row = plan.tagged(new long[] {1, outputs}, dnnl_f32, dnnl_ab);
    PostOps postOps = accumulate ? plan.postOps().accumulate() : plan.postOps();
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_matmul_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            sum.handle(),
            matrix.handle(),
            null,
            row.handle(),
            postOps.attributes()),
        name);
    plan.call(
        name,
        plan.own(descriptor),
        Map.of(
            DNNL_ARG_SRC,
            ones.as(sum),
            DNNL_ARG_WEIGHTS,
            dy.as(matrix),
            DNNL_ARG_DST,
            gradient.as(row)));
  }
}
