package recap.onednn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory the operating system could still hand out. */
final class FreeMemory {
  private FreeMemory() {}

  /** Bytes that can be had without swapping; unlimited where the system does not say. */
  static long bytes() {
    Path facts = Path.of("/proc/meminfo");
    if (!Files.isReadable(facts)) {
      return Long.MAX_VALUE;
    }
    try (var lines = Files.lines(facts)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
