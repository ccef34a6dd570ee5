package recap.experiments.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import recap.onednn.Precision;

/**
 * Another library that takes part in races, as it was built.
 *
 * @param library which one
 * @param classPath where it is
 */
public record Peer(Library library, String classPath) {
  /** Which libraries there are. */
  public enum Library {
    /** PyTorch through DJL as a Java program has it: float32, N x C x H x W. */
    DJL,

    /**
     * PyTorch at its best on a CPU: channels last, the precision of ours, and a C library that
     * keeps freed memory: one heap for all threads, of which no block is mapped apart and nothing
     * is returned to the system. The threads of OpenBLAS, which this build of PyTorch multiplies
     * float32 matrices with, sleep at once when they are done: as they come they spin on for
     * milliseconds, and with OpenMP's threads on the same cores a small step takes twice as long.
     */
    PYTORCH;

    private Map<String, String> environment(int threads) {
      return this == DJL
          ? Map.of()
          : Map.of(
              "MALLOC_ARENA_MAX", "1",
              "MALLOC_MMAP_MAX_", "0",
              "MALLOC_TRIM_THRESHOLD_", String.valueOf(Long.MAX_VALUE),
              "OPENBLAS_NUM_THREADS", String.valueOf(threads),
              "OPENBLAS_THREAD_TIMEOUT", "4");
    }

    /** What it computes in when we compute in {@code ours}. */
    Precision precision(Precision ours) {
      return this == DJL ? Precision.F32 : ours;
    }

    /** Where races against it are written: the published table is that of DJL. */
    public Path folder(Path bench) {
      return this == DJL ? bench : bench.resolve(toString());
    }

    /** As the command line has it. */
    @Override
    public String toString() {
      return Work.lowerCase(this);
    }
  }

  /**
   * {@code library} as the build of {@code project} left it.
   *
   * @throws BenchException when it is not built
   */
  public static Peer built(Library library, Path project) {
    Path file = project.resolve("build").resolve("peers-classpath.txt");
    try {
      return new Peer(library, Files.readString(file).strip());
    } catch (IOException e) {
      throw new BenchException(
          "--peers: expected the built peers in %s, received none; run make peers".formatted(file));
    }
  }

  /** The arguments of a process that computes {@code work}. */
  List<String> arguments(Work work, int threads) {
    return List.of(
        "recap.peers.PeerProcess",
        library.toString(),
        work.network(),
        String.valueOf(work.batch()),
        Work.name(library.precision(work.precision())),
        work.modeName(),
        String.valueOf(threads));
  }

  /** The variables of its environment. */
  Map<String, String> environment(int threads) {
    return library.environment(threads);
  }
}
