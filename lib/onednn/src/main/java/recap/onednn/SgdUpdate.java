package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Stochastic gradient descent with momentum m and weight decay d over whole arenas:
 *
 * <pre>v = (m v + g) + d w;   w = w - rate v</pre>
 *
 * Three oneDNN additions, each of which multiplies one of its terms by a factor. They run block by
 * block, so that the later ones find in the cache what the first has touched: one pass over memory.
 * The factors lie in memory, so that another rate is one number written.
 */
final class SgdUpdate implements AutoCloseable {
  /** Elements of a block: more would leave the caches, fewer would cost more calls. */
  private static final long BLOCK = 1 << 18;

  private final Arena weights;
  private final Arena gradients;
  private final Arena velocities;
  private final Arena factors = new Arena("factors of the update");
  private final Resources resources = new Resources();
  private final Desc scalar = Desc.tagged(resources, new long[] {1}, dnnl_f32, dnnl_a);
  private final Factor momentum = new Factor("momentum");
  private final Factor decay = new Factor("weight decay");
  private final Factor minusRate = new Factor("minus the rate");
  private List<Step> steps = List.of();
  private boolean prepared;

  /** A number that the primitives read where it lies. */
  private final class Factor {
    private final Value value;
    private FloatBuffer memory;

    Factor(String name) {
      value = new Value(factors.declare(name, Float.BYTES), scalar);
    }

    void set(double factor) {
      if (memory == null) {
        memory = HostMemory.floats("the update", value);
      }
      memory.put(0, (float) factor);
    }
  }

  SgdUpdate(Arena weights, Arena gradients, Arena velocities) {
    this.weights = weights;
    this.gradients = gradients;
    this.velocities = velocities;
  }

  void run(double rate, double momentum, double decay) {
    if (!prepared) {
      prepare();
    }
    this.momentum.set(momentum);
    this.decay.set(decay);
    minusRate.set(-rate);
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
    }
  }

  /** Not before the first update: whoever only looks at gradients needs none of it. */
  private void prepare() {
    factors.placeInOrder();
    factors.allocate();
    try {
      steps = additions();
      prepared = true;
    } catch (RuntimeException | Error e) {
      factors.close(); // so that another try meets the same cause, not an arena that has memory
      throw e;
    }
  }

  private List<Step> additions() {
    var additions = new ArrayList<Step>();
    long elements = weights.bytes() / Float.BYTES;
    for (long start = 0; start < elements; start += BLOCK) {
      long size = Math.min(BLOCK, elements - start);
      Desc desc = Desc.tagged(resources, new long[] {size}, dnnl_f32, dnnl_a);
      Value w = block(weights, start, desc);
      Value g = block(gradients, start, desc);
      Value v = block(velocities, start, desc);
      additions.add(add(v, g, momentum, DNNL_ARG_SRC_0));
      additions.add(add(v, w, decay, DNNL_ARG_SRC_1));
      additions.add(add(w, v, minusRate, DNNL_ARG_SRC_1));
    }
    additions.forEach(Step::bind);
    return List.copyOf(additions);
  }

  private static Value block(Arena arena, long start, Desc desc) {
    var buffer = new Buffer("block", desc.bytes(), arena);
    buffer.place(start * Float.BYTES);
    return new Value(buffer, desc);
  }

  /** target = target + term, one of both, {@code scaled}, times {@code factor}. */
  private Step add(Value target, Value term, Factor factor, int scaled) {
    var attributes = new dnnl_primitive_attr();
    Dnn.check(dnnl_primitive_attr_create(attributes), "attributes");
    resources.own(attributes, () -> dnnl_primitive_attr_destroy(attributes));
    Dnn.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "a scratchpad");
    Dnn.check(dnnl_primitive_attr_set_scales_mask(attributes, scaled, 0), "a factor");
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_binary_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            dnnl_binary_add,
            target.desc().handle(),
            term.desc().handle(),
            target.desc().handle(),
            attributes),
        "the update");
    resources.own(descriptor, () -> dnnl_primitive_desc_destroy(descriptor));
    var arguments =
        new HashMap<>(Map.of(DNNL_ARG_SRC_0, target, DNNL_ARG_SRC_1, term, DNNL_ARG_DST, target));
    arguments.put(DNNL_ARG_ATTR_SCALES | scaled, factor.value);
    return new PrimitiveStep(resources, "update", descriptor, arguments, false);
  }

  @Override
  public void close() {
    resources.close();
    factors.close();
  }
}
