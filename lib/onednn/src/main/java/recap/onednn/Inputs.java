package recap.onednn;

import java.nio.FloatBuffer;
import java.util.List;

/** The inputs of a compiled network, in its order: where a batch comes in, and its gradient out. */
final class Inputs {
  private final Plan plan;
  private final Expect expect;
  private final List<InputKernel> kernels;
  private final Staging[] staged;

  /**
   * @param plan allocated
   */
  Inputs(Plan plan, List<InputKernel> kernels) {
    this.plan = plan;
    this.expect = new Expect(plan);
    this.kernels = kernels;
    this.staged =
        kernels.stream().map(kernel -> Staging.of(plan, kernel.staging())).toArray(Staging[]::new);
  }

  /** Where callers put the next batch of input {@code index}, row-major. */
  float[] buffer(int index) {
    expect.index("an input", index, staged.length);
    return staged[index].values();
  }

  /** Copies what callers have put there to where the step reads it. */
  void stage() {
    for (Staging input : staged) {
      input.copy();
    }
  }

  /**
   * The gradient by input {@code index}, row-major.
   *
   * @throws IllegalStateException in another mode than analysis, which alone computes it
   */
  float[] gradient(int index) {
    expect.index("an input", index, kernels.size());
    Value gradient = kernels.get(index).gradient();
    if (gradient == null) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected Mode.ANALYSIS, received "
              + plan.mode()
              + "; compile with Mode.ANALYSIS to keep the gradient by the input.");
    }
    FloatBuffer buffer = HostMemory.floats(plan, gradient);
    float[] values = new float[buffer.capacity()];
    buffer.get(values);
    return values;
  }
}
