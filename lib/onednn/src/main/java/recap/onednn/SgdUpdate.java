package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Stochastic gradient descent with momentum m and weight decay d over whole arenas:
 *
 * <pre>v = m v + g + d w;   w = w - rate v</pre>
 *
 * Both lines are oneDNN sums. They run block by block, so that the second finds in the cache what
 * the first has written: one pass over memory. The primitives are made anew when a setting changes,
 * which is a few times in a training.
 */
final class SgdUpdate implements AutoCloseable {
  /** Elements of a block: three tensors of it fit into a second-level cache. */
  private static final long BLOCK = 1 << 16;

  private final Arena weights;
  private final Arena gradients;
  private final Arena velocities;
  private List<Step> steps = List.of();
  private Resources resources = new Resources();
  private double rate = Double.NaN;
  private double momentum;
  private double decay;

  SgdUpdate(Arena weights, Arena gradients, Arena velocities) {
    this.weights = weights;
    this.gradients = gradients;
    this.velocities = velocities;
  }

  void run(double rate, double momentum, double decay) {
    if (rate != this.rate || momentum != this.momentum || decay != this.decay) {
      prepare(rate, momentum, decay);
    }
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
    }
  }

  private void prepare(double rate, double momentum, double decay) {
    close();
    resources = new Resources();
    var prepared = new ArrayList<Step>();
    long elements = weights.bytes() / Float.BYTES;
    for (long start = 0; start < elements; start += BLOCK) {
      long size = Math.min(BLOCK, elements - start);
      Desc desc = Desc.tagged(resources, new long[] {size}, dnnl_f32, dnnl_a);
      Value w = block(weights, start, desc);
      Value g = block(gradients, start, desc);
      Value v = block(velocities, start, desc);
      prepared.add(sum(new float[] {(float) momentum, 1, (float) decay}, List.of(v, g, w), desc));
      prepared.add(sum(new float[] {1, (float) -rate}, List.of(w, v), desc));
    }
    prepared.forEach(Step::bind);
    steps = List.copyOf(prepared);
    this.rate = rate;
    this.momentum = momentum;
    this.decay = decay;
  }

  private static Value block(Arena arena, long start, Desc desc) {
    var buffer = new Buffer("block", desc.bytes(), arena);
    buffer.place(start * Float.BYTES);
    return new Value(buffer, desc);
  }

  /** The first of {@code terms} becomes the weighted sum of all. */
  private Step sum(float[] factors, List<Value> terms, Desc desc) {
    try (var sources = new PointerPointer<dnnl_memory_desc>(terms.size());
        var target = new PointerPointer<dnnl_primitive_desc>(1);
        var scales = new FloatPointer(factors)) {
      for (int i = 0; i < terms.size(); i++) {
        sources.put(i, desc.handle());
      }
      Dnn.check(
          dnnl_sum_primitive_desc_create(
              target, Dnn.ENGINE, desc.handle(), terms.size(), scales, sources, null),
          "the update");
      var descriptor = target.get(dnnl_primitive_desc.class);
      resources.own(descriptor, () -> dnnl_primitive_desc_destroy(descriptor));
      var arguments = new java.util.HashMap<>(Map.of(DNNL_ARG_DST, terms.get(0)));
      for (int i = 0; i < terms.size(); i++) {
        arguments.put(DNNL_ARG_MULTIPLE_SRC + i, terms.get(i));
      }
      return new PrimitiveStep(resources, "update", descriptor, arguments, false);
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
