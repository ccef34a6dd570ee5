package recap.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

/**
 * How many threads compute. The OpenMP runtime keeps the number for each calling thread, so it is
 * set again by whichever thread executes.
 */
public final class Threads {
  /** More than any machine has for one process; each has a stack and waits for all others. */
  public static final int MOST = 512;

  private static volatile int count = physicalCores();
  private static final ThreadLocal<int[]> APPLIED = ThreadLocal.withInitial(() -> new int[1]);

  private Threads() {}

  /** The number of threads that compute; by default the physical cores that may be used. */
  public static int count() {
    return count;
  }

  /**
   * Computes with {@code threads} threads in whatever is compiled from now on. An executable that
   * is compiled already keeps its own number, for which oneDNN has made its primitives.
   *
   * @throws IllegalArgumentException below 1 or above {@link #MOST}
   */
  public static void set(int threads) {
    count = require(threads);
  }

  /**
   * Returns {@code threads}, a number that can compute.
   *
   * @throws IllegalArgumentException below 1 or above {@link #MOST}
   */
  public static int require(int threads) {
    if (threads < 1 || threads > MOST) {
      throw new IllegalArgumentException(
          "threads: expected from 1 to %d, received %d; leave it out for all %d cores"
              .formatted(MOST, threads, physicalCores()));
    }
    return threads;
  }

  /** Makes the calling thread compute with {@code threads} threads. */
  static void apply(int threads) {
    int[] applied = APPLIED.get();
    if (applied[0] != threads) {
      applied[0] = threads;
      Runtime.setThreads(threads);
    }
  }

  /** Looks up what {@link #apply} calls, so that no later caller has to. */
  static void prepare() {
    Runtime.SET.getName();
  }

  /** The OpenMP runtime that came with oneDNN and is loaded with it. */
  private static final class Runtime {
    private static final Function SET;

    static {
      Waiting.choose();
      SET = NativeLibrary.getInstance("libgomp.so.1").getFunction("omp_set_num_threads");
    }

    static void setThreads(int threads) {
      SET.invokeVoid(new Object[] {threads});
    }
  }

  /** Cores without their hyper-threads, which would only compete for the same arithmetic units. */
  private static int physicalCores() {
    int logical = java.lang.Runtime.getRuntime().availableProcessors();
    Path description = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(description)) {
      return logical;
    }
    var cores = new HashSet<String>();
    String chip = "";
    try {
      for (String line : SystemFile.lines(description)) {
        if (line.startsWith("physical id")) {
          chip = line;
        } else if (line.startsWith("core id")) {
          cores.add(chip + line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cores.isEmpty() ? logical : Math.min(logical, cores.size());
  }
}
