package recap.onednn;

import java.util.List;

/**
 * The native memory of a {@link Plan}, an arena for each kind of tensor: what is alive only for a
 * part of the step is placed by liveness, what stays from step to step in order.
 */
final class Arenas implements AutoCloseable {
  private final Arena activations = new Arena("activations");
  private final Arena constants = new Arena("statistics and constants");
  private final Arena masters = new Arena("parameters");
  private final Arena gradients = new Arena("gradients");
  private final Arena velocities = new Arena("momentum");
  private final Arena scratch = new Arena("working space");
  private final Buffer scratchpad = scratch.declare("scratchpad", Arena.ALIGNMENT);

  /** Activations and their gradients. */
  Arena activations() {
    return activations;
  }

  /** Running statistics, staged input, and tensors that are written once. */
  Arena constants() {
    return constants;
  }

  /** Learned parameters. */
  Arena masters() {
    return masters;
  }

  /** The gradients of {@link #masters}, at the same places. */
  Arena gradients() {
    return gradients;
  }

  /** The momentum of {@link #masters}, at the same places. */
  Arena velocities() {
    return velocities;
  }

  /** What oneDNN works with while a primitive, or several in place of one, run. */
  Arena scratch() {
    return scratch;
  }

  /** The scratchpad that all primitives share, grown to at least {@code bytes}. */
  Buffer scratchpad(long bytes) {
    scratchpad.grow(bytes);
    return scratchpad;
  }

  /** Gives every buffer its place and counts, once every call is known. */
  MemoryReport place() {
    activations.placeByLiveness();
    scratch.placeByLiveness();
    for (Arena arena : List.of(constants, masters, gradients, velocities)) {
      arena.placeInOrder();
    }
    return new MemoryReport(
        masters.bytes(),
        gradients.bytes(),
        velocities.bytes(),
        activations.bytes(),
        constants.bytes(),
        scratch.bytes());
  }

  /** Allocates what {@link #place} counted. */
  void allocate() {
    all().forEach(Arena::allocate);
  }

  private List<Arena> all() {
    return List.of(activations, constants, masters, gradients, velocities, scratch);
  }

  /** Frees everything. */
  @Override
  public void close() {
    all().forEach(Arena::close);
  }
}
