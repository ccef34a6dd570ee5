package recap.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** What of a step Java itself writes and reads. */
final class HostMemory {
  private HostMemory() {}

  /**
   * The float32 values of {@code value}, one of {@code plan}'s, as they lie in native memory; only
   * after allocation.
   *
   * @throws IllegalArgumentException where Java cannot see them all
   */
  static FloatBuffer floats(Plan plan, Value value) {
    return floats(plan.network().name(), value);
  }

  /** As above; {@code who} is named where Java cannot see them all. */
  static FloatBuffer floats(String who, Value value) {
    long bytes = value.desc().bytes();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s: expected at most 2 GiB of %s, which Java writes or reads, received %d bytes;"
                  .formatted(who, value.buffer().name(), bytes)
              + " use a smaller batch.");
    }
    return value
        .buffer()
        .arena()
        .pointer(value.buffer())
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * An array on the heap for {@code plan}'s batch.
   *
   * @throws NotEnoughMemoryException with how to enlarge the heap
   */
  static float[] array(Plan plan, long values) {
    try {
      return new float[Math.toIntExact(values)];
    } catch (ArithmeticException | OutOfMemoryError e) {
      long bytes = Float.BYTES * values;
      throw NotEnoughMemoryException.ofHeap(plan.network().name(), plan.batch(), bytes);
    }
  }
}
