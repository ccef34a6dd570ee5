package recap.onednn;

/**
 * Bytes that the step writes and reads, at a place in an arena that is decided once all calls are
 * known.
 */
final class Buffer {
  private final String name;
  private long bytes;
  private final Arena arena;
  private final Buffer whole;
  private final long start;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long offset = -1;

  Buffer(String name, long bytes, Arena arena) {
    this.name = name;
    this.bytes = bytes;
    this.arena = arena;
    this.whole = null;
    this.start = 0;
  }

  private Buffer(Buffer whole, long start) {
    this.name = whole.name;
    this.bytes = whole.bytes - start;
    this.arena = whole.arena;
    this.whole = whole;
    this.start = start;
  }

  /** The bytes of this buffer from {@code start} on: whoever touches them touches all of it. */
  Buffer from(long start) {
    return new Buffer(this, start);
  }

  /** Makes room for at least {@code bytes}; only before it is placed. */
  void grow(long bytes) {
    this.bytes = Math.max(this.bytes, bytes);
  }

  /** Notes that the call at position {@code time} of the step touches this buffer. */
  void touch(int time) {
    if (whole != null) {
      whole.touch(time);
    }
    first = Math.min(first, time);
    last = Math.max(last, time);
  }

  /** Decides the place, in bytes from the start of the arena. */
  void place(long offset) {
    this.offset = offset;
  }

  String name() {
    return name;
  }

  long bytes() {
    return bytes;
  }

  int first() {
    return first;
  }

  int last() {
    return last;
  }

  long offset() {
    return whole == null ? offset : whole.offset() + start;
  }

  Arena arena() {
    return arena;
  }
}
