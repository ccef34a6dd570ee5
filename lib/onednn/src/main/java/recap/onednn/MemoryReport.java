package recap.onednn;

/**
 * The native memory of an executable, in bytes.
 *
 * @param parameters learned parameters, float32 masters in training
 * @param gradients their gradients
 * @param momentum their velocities
 * @param activations the arena that activations and gradients of activations of a step share
 * @param statistics what no other tensor of a step may take the place of: batch and running
 *     statistics, staged input, constants, outputs of padded shortcuts, and gradients of the
 *     outputs
 * @param scratchpad oneDNN's working space, shared by all primitives: their scratchpads, weights in
 *     the layout or format that it converts them to, and what is in between where several
 *     primitives stand for one that this processor lacks
 */
public record MemoryReport(
    long parameters,
    long gradients,
    long momentum,
    long activations,
    long statistics,
    long scratchpad) {
  /** The sum. */
  public long total() {
    return parameters + gradients + momentum + activations + statistics + scratchpad;
  }
}
