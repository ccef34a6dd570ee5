package recap.fuzz;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What every parser owes whatever bytes it gets: it reads them, or it refuses them with one kind of
 * exception, whose message says who, what was expected, what was found and what to do; at once, and
 * without taking more memory than the file can account for. Counts and says how many inputs there
 * were.
 */
public final class ParserCheck {
  /** Reads bytes. */
  @FunctionalInterface
  public interface Parser {
    void parse(byte[] content) throws Exception;
  }

  private static final Pattern CLEAR = Pattern.compile("(?s).+: expected .+, found .+; .+\\.");
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration HANGS = Duration.ofMinutes(1);
  private static final com.sun.management.ThreadMXBean MEMORY =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final Class<? extends RuntimeException> refusal;
  private final long mostBytes;
  private final Parser parser;

  private long inputs;
  private long read;
  private long nanos;
  private long slowest;
  private long largest;

  /**
   * A parser to check.
   *
   * @param name of the format, for the report
   * @param refusal what it throws for a file that it cannot read
   * @param mostMebibytes that it may allocate for one of these small files
   */
  public ParserCheck(
      String name, Class<? extends RuntimeException> refusal, int mostMebibytes, Parser parser) {
    this.name = name;
    this.refusal = refusal;
    this.mostBytes = (long) mostMebibytes << 20;
    this.parser = parser;
  }

  /**
   * Parses one file.
   *
   * @throws AssertionError with the name of a copy of the file when the parser fails in any other
   *     way
   */
  public void accept(byte[] content) {
    Watchdog.guard(name, content, HANGS);
    long before = System.nanoTime();
    long allocated = MEMORY.getCurrentThreadAllocatedBytes();
    try {
      parser.parse(content);
      read++;
    } catch (Throwable e) {
      if (!refusal.isInstance(e)) {
        throw failure(content, "throws " + e, e);
      }
      if (e.getMessage() == null || !CLEAR.matcher(e.getMessage()).matches()) {
        throw failure(content, "has an unclear message: " + e.getMessage(), e);
      }
    } finally {
      Watchdog.release();
    }
    allocated = MEMORY.getCurrentThreadAllocatedBytes() - allocated;
    long took = System.nanoTime() - before;
    inputs++;
    nanos += took;
    slowest = Math.max(slowest, took);
    largest = Math.max(largest, allocated);
    if (allocated > mostBytes) {
      throw failure(content, "allocates " + (allocated >> 20) + " MiB", null);
    }
    if (took > SLOW.toNanos()) {
      throw failure(content, "takes " + took / 1_000_000 + " ms", null);
    }
  }

  private AssertionError failure(byte[] content, String what, Throwable cause) {
    return new AssertionError(name + " " + what + " for " + Watchdog.keep(content), cause);
  }

  /**
   * {@code fuzz png: 1000000 inputs in 212 s, 23 % of them valid, ...}.
   *
   * @throws AssertionError when all inputs were read or none: then half of the parser was not tried
   */
  public String report() {
    if (inputs > 0 && (read == 0 || read == inputs)) {
      throw new AssertionError(name + " reads " + read + " of " + inputs + " inputs");
    }
    return String.format(
        Locale.ROOT,
        "fuzz %s: %d inputs in %.1f s, %.1f %% of them valid, at most %.1f MiB and %.0f ms each",
        name,
        inputs,
        nanos * 1e-9,
        100.0 * read / Math.max(1, inputs),
        largest / 1048576.0,
        slowest * 1e-6);
  }
}
