package recap.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import recap.nn.Packing;

/**
 * One piece of native memory that many buffers share. Buffers are declared first and placed once
 * all are known; then the arena is allocated, zeroed, and freed by {@link #close}, never by the
 * garbage collector.
 */
final class Arena implements AutoCloseable {
  /** Buffers start on cache lines. */
  static final long ALIGNMENT = Packing.ALIGNMENT;

  private final String name;
  private final List<Buffer> buffers = new ArrayList<>();
  private long bytes;
  private Pages pages;

  Arena(String name) {
    this.name = name;
  }

  Buffer declare(String name, long bytes) {
    var buffer = new Buffer(name, bytes, this);
    buffers.add(buffer);
    return buffer;
  }

  /** A tensor with a buffer of its own. */
  Value value(String name, Desc desc) {
    return new Value(declare(name, desc.bytes()), desc);
  }

  /** Places the buffers one behind the other. */
  void placeInOrder() {
    long end = 0;
    for (Buffer buffer : buffers) {
      buffer.place(end);
      end = align(end + buffer.bytes());
    }
    bytes = end;
  }

  /** Places the buffers so that those which are alive at the same time do not overlap. */
  void placeByLiveness() {
    bytes = MemoryPlan.place(buffers);
  }

  static long align(long bytes) {
    return Packing.align(bytes);
  }

  long bytes() {
    return bytes;
  }

  /**
   * Allocates what has been placed.
   *
   * @throws IllegalStateException where it is allocated already: the memory it has would be lost
   */
  void allocate() {
    if (pages != null) {
      throw new IllegalStateException(
          name
              + ": expected an arena without memory, received one that is allocated; close it before"
              + " it is allocated again.");
    }
    pages = Pages.map(bytes);
  }

  /** The address of {@code buffer}, as a pointer over all of its bytes. */
  BytePointer pointer(Buffer buffer) {
    var pointer = pages.pointer().getPointer(buffer.offset());
    pointer.capacity(buffer.bytes());
    return pointer;
  }

  /** Sets everything to zero. */
  void clear() {
    Pointer.memset(pages.pointer(), 0, bytes);
  }

  @Override
  public void close() {
    if (pages != null) {
      pages.free();
      pages = null;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
