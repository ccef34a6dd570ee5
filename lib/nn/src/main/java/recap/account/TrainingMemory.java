package recap.account;

import java.util.List;
import recap.nn.Network;
import recap.nn.Packing;
import recap.nn.Param;
import recap.nn.ShapeException;

/**
 * The bytes that one training step takes, predicted from the layers alone.
 *
 * <p>Nothing is executed and no library is asked: a step is followed through, layer by layer,
 * forward, loss and backward ({@link ForwardTrace}, {@link BackwardTrace}); each call of it touches
 * tensors whose sizes are known from their shapes, and a tensor lives from the first call that
 * touches it to the last. {@link Packing} then lays tensors that are never alive together over one
 * another. The executable counts its own arena from the calls that it really makes; that both
 * arrive at the same byte is a test.
 *
 * <p>Beside activations a layer keeps what its implementation in oneDNN needs. The rules, as its
 * implementations for AVX2 and AVX-512 in version 3.11 have them:
 *
 * <ul>
 *   <li>batch norm with ReLU keeps the sign of each output: one bit a value, padding of blocks
 *       included; one byte where the channels lie last and are no multiple of 8 in float32, of 16
 *       in bfloat16;
 *   <li>maximum pooling keeps the tap of each maximum: one byte a value if a window has at most 255
 *       taps, else four;
 *   <li>local response norm keeps two values for each one of its input in bfloat16 and in blocks of
 *       16, if beta is 0.75 or 1 and the size at most 16 (in blocks: exactly 5, and whole blocks);
 *       else it computes them again, in float32 in working space;
 *   <li>dropout keeps a float32 for each value, drop-path one for each sample.
 * </ul>
 *
 * <p>Not predicted, since oneDNN alone decides: its scratchpad, the copies of weights in the
 * layouts that its convolutions prefer, and what is in between where several primitives stand for
 * one. Not counted either is what keeps a place of its own outside the arena: the copy of the
 * input, outputs of padded shortcuts, gradients of the outputs, and statistics of batch norm. Nor
 * is what lies on the Java heap: each {@link recap.nn.JavaLayer} has four arrays there for as long
 * as its network is compiled, its input, its output and the gradients of both in float32.
 *
 * @param parameters float32 master weights, each tensor in whole cache lines; without the padding
 *     of channels that a layout of oneDNN may add
 * @param gradients of the parameters, of the same size
 * @param momentum one velocity for each parameter
 * @param activations the arena that activations, their gradients and what layers keep share
 * @param alive the most bytes of that arena in use at once; what is above it is lost to packing
 */
public record TrainingMemory(
    long parameters, long gradients, long momentum, long activations, long alive) {

  /**
   * Predicts the memory of a step.
   *
   * @param batch N, at least 1
   * @param valueBytes bytes of one activation: 4 (float32) or 2 (bfloat16)
   * @param channelBlock channels that lie together in memory: 1 (channels last), 8 or 16
   * @throws ShapeException when a setting is none of these
   */
  public static TrainingMemory of(Network network, int batch, int valueBytes, int channelBlock) {
    require("a batch of at least 1", batch >= 1, batch, "raise the batch");
    require(
        "4 or 2 bytes a value",
        List.of(4, 2).contains(valueBytes),
        valueBytes,
        "pass 4 for float32 or 2 for bfloat16");
    require(
        "channels in blocks of 1, 8 or 16",
        List.of(1, 8, 16).contains(channelBlock),
        channelBlock,
        "pass 1 for channels last");
    var trace = new StepTrace(batch, valueBytes, channelBlock);
    var forward = new ForwardTrace(network, trace).write();
    new BackwardTrace(trace).write(network, forward);
    long parameters =
        network.parameters().values().stream()
            .filter(Param::learned)
            .mapToLong(param -> Packing.align(Float.BYTES * param.elements()))
            .sum();
    return new TrainingMemory(
        parameters, parameters, parameters, trace.arenaBytes(), trace.peakBytes());
  }

  private static void require(String expected, boolean holds, int received, String remedy) {
    if (!holds) {
      throw new ShapeException("TrainingMemory", expected, String.valueOf(received), remedy);
    }
  }

  /** The sum of parameters, gradients, momentum and activations. */
  public long total() {
    return parameters + gradients + momentum + activations;
  }
}
