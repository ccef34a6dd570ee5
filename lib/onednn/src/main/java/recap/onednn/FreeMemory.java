package recap.onednn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToLongFunction;

/** How much memory the operating system could still hand out, and refusals of what needs more. */
public final class FreeMemory {
  private static final Path MACHINE = Path.of("/proc/meminfo");
  private static final Path CONTAINER = Path.of("/sys/fs/cgroup");

  private FreeMemory() {}

  /**
   * Refuses work that needs more than is free.
   *
   * @param who needs it, for the message
   * @param need in bytes, by batch size
   * @throws NotEnoughMemoryException with need, free memory and the batch that would fit
   */
  public static void require(String who, int batch, IntToLongFunction need) {
    require(who, batch, need, bytes(MACHINE, CONTAINER));
  }

  /** Whether so many bytes are free. */
  public static boolean has(long bytes) {
    return bytes <= bytes(MACHINE, CONTAINER);
  }

  static void require(String who, int batch, IntToLongFunction need, long free) {
    long needed = need.applyAsLong(batch);
    if (needed > free) {
      int fitting = fitting(batch, needed, need, free);
      throw new NotEnoughMemoryException(who, batch, needed, free, fitting);
    }
  }

  /** A batch that fits, near the largest; 0 where not even one sample does. */
  private static int fitting(int batch, long needed, IntToLongFunction need, long free) {
    long one = batch == 1 ? needed : need.applyAsLong(1);
    if (one > free) {
      return 0;
    }
    // The need is nearly a straight line; where it is above it, the first guess is too large.
    double each = Math.max(1, (double) (needed - one) / (batch - 1));
    int fits = (int) Math.min(batch - 1, 1 + (free - one) / each);
    while (need.applyAsLong(fits) > free) {
      fits = (int) (fits * 9L / 10);
    }
    return fits;
  }

  /**
   * Bytes that can be had without swapping; unlimited where the system does not say. A container
   * may have less than its machine.
   *
   * @param machine a file like {@code /proc/meminfo}
   * @param container a folder like {@code /sys/fs/cgroup} (version 2)
   */
  static long bytes(Path machine, Path container) {
    long available = field(machine, "MemAvailable:", Long.MAX_VALUE / 1024) * 1024;
    long limit = field(container.resolve("memory.max"), "", Long.MAX_VALUE);
    if (limit == Long.MAX_VALUE) {
      return available;
    }
    long used = field(container.resolve("memory.current"), "", 0);
    // Pages of files are counted as used, and given up when memory is needed.
    long pages = field(container.resolve("memory.stat"), "inactive_file ", 0);
    return Math.min(available, Math.max(0, limit - used + pages));
  }

  /** The number on the first line that starts with {@code key}. */
  private static long field(Path file, String key, long otherwise) {
    if (!Files.isReadable(file)) {
      return otherwise;
    }
    try {
      return SystemFile.lines(file).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.replaceAll("\\D+", ""))
          .filter(digits -> !digits.isEmpty())
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
