package recap.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Native memory straight from the operating system: zeroed, and given back whole when it is freed,
 * where the C library keeps what it expects to need again.
 *
 * <p>Large pieces ask for huge pages (2 MiB in place of 4 KiB): a pass over an activation then
 * crosses a five-hundredth of the page boundaries, each of which stops the prefetcher and may miss
 * the translation cache.
 */
final class Pages {
  private static final long HUGE = 2L << 20;
  private static final long PAGE = 4096;

  /** PROT_READ and PROT_WRITE. */
  private static final int READ_WRITE = 1 | 2;

  /** MAP_PRIVATE and MAP_ANONYMOUS. */
  private static final int OWN_WITHOUT_FILE = 2 | 0x20;

  private static final int ADVISE_HUGE = 14;

  private static final NativeLibrary LIBC = NativeLibrary.getProcess();
  private static final Function MAP = LIBC.getFunction("mmap");
  private static final Function ADVISE = LIBC.getFunction("madvise");
  private static final Function UNMAP = LIBC.getFunction("munmap");
  private static final Function TRIM = LIBC.getFunction("malloc_trim");

  private final long start;
  private final long length;
  private final BytePointer memory;

  private Pages(long start, long length, BytePointer memory) {
    this.start = start;
    this.length = length;
    this.memory = memory;
  }

  /**
   * Zeroed memory.
   *
   * @param bytes how many; 0 gives a page
   * @throws OutOfMemoryError when the system has none
   */
  static Pages map(long bytes) {
    long used = roundUp(Math.max(1, bytes), PAGE);
    boolean huge = used >= HUGE;
    long length = huge ? used + HUGE : used;
    long start = MAP.invokeLong(new Object[] {0L, length, READ_WRITE, OWN_WITHOUT_FILE, -1, 0L});
    if (start == -1) {
      throw new OutOfMemoryError(
          "native memory: expected %d bytes, received none from the system; choose a smaller batch"
              .formatted(bytes));
    }
    long first = huge ? roundUp(start, HUGE) : start;
    if (huge) {
      // Refused where the system has no huge pages; small ones do as well.
      ADVISE.invokeInt(new Object[] {first, used, ADVISE_HUGE});
    }
    return new Pages(start, length, new Address(first, bytes));
  }

  /**
   * Gives back what the C library keeps of freed memory: that of oneDNN's many small pieces, which
   * would make a notebook that builds network after network look as if it leaked.
   */
  static void trim() {
    TRIM.invokeInt(new Object[] {0L});
  }

  private static long roundUp(long value, long multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  /** All of it. */
  BytePointer pointer() {
    return memory;
  }

  /** Gives it back; what points into it must not be used any more. */
  void free() {
    UNMAP.invokeInt(new Object[] {start, length});
  }

  /** JavaCPP makes pointers of an address for subclasses only. */
  private static final class Address extends BytePointer {
    Address(long address, long bytes) {
      super((Pointer) null);
      this.address = address;
      this.limit = bytes;
      this.capacity = bytes;
    }
  }
}
