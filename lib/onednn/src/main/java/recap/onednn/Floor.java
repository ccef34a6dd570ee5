package recap.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import recap.nn.Network;

/**
 * What a network costs as bare oneDNN primitives: the yardstick of {@link Executable}.
 *
 * <p>Every layer's primitives run in order, forward and, in training, backward, on buffers of their
 * own that are never reused, in the layout that the convolutions prefer; those of pools,
 * concatenations and activations by themselves lie where the executable puts them. Left out is
 * everything that is no primitive of a layer: input and output copies, the loss, random masks,
 * running statistics and the update of the weights.
 *
 * <p>{@link FloorWriter} states the primitives of convolution, linear layer, both norms, addition
 * and the sum of gradients itself, without the fusion, the aliasing, the in-place writing and the
 * memory planning of the executable. It shares with it the choice of the layout, the notation of a
 * {@link Plan}, and the kernels of the other layers, which are a primitive or two each way, such as
 * pools.
 */
public final class Floor implements AutoCloseable {
  private final Plan plan;
  private final Step[] steps;
  private boolean closed;

  private Floor(Network network, int batch, Precision precision, Mode mode) {
    plan = new Plan(network, batch, precision, mode);
    try {
      new FloorWriter(plan).write();
      long need = plan.place().total();
      FreeMemory.require(
          network.name() + "'s floor",
          batch,
          n -> n == batch ? need : memoryFor(network, n, precision, mode));
      plan.allocate();
    } catch (RuntimeException | Error e) {
      plan.close();
      throw e;
    }
    var all = new ArrayList<>(plan.calls().forward());
    all.addAll(plan.calls().backward());
    steps = all.toArray(new Step[0]);
  }

  /**
   * The bare primitives of {@code network}.
   *
   * @throws NotEnoughMemoryException before anything is allocated
   */
  public static Floor compile(Network network, int batch, Precision precision, Mode mode) {
    Expect.batch(network, batch);
    NativeInfo.load().require(precision, network.name());
    return new Floor(network, batch, precision, mode);
  }

  private static long memoryFor(Network network, int batch, Precision precision, Mode mode) {
    try (var plan = new Plan(network, batch, precision, mode)) {
      new FloorWriter(plan).write();
      return plan.place().total();
    }
  }

  /** Executes all primitives once. */
  public void run() {
    new Expect(plan).open(closed);
    plan.applyThreads();
    for (Step step : steps) {
      step.run();
    }
  }

  /** The names of the primitives, in order. */
  List<String> primitives() {
    return Arrays.stream(steps).map(Step::name).toList();
  }

  /** Frees all native memory. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      plan.close();
    }
  }
}
