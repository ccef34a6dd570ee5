package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

/**
 * Resident memory after many rounds against that after a few: within 2 % or 20 MB, and Java's heap
 * in use likewise, which a heap that is resident from the start would hide. The smallest of the
 * last few rounds counts on both sides, since what the JVM has not collected yet is no leak.
 */
public final class FlatMemory {
  private static final int LOOKED_AT = 3;
  private static final double SHARE = 0.02;
  private static final long BYTES = 20_000_000;

  private final String what;
  private final int settled;
  private final int rounds;
  private final Least before = new Least();
  private final Least after = new Least();

  private static final class Least {
    private long resident = Long.MAX_VALUE;
    private long heap = Long.MAX_VALUE;

    /** Staging arrays are Java's; the native memory must not wait for this. */
    void look() {
      System.gc();
      resident = Math.min(resident, NativeMemory.residentBytes());
      heap = Math.min(heap, heap());
    }
  }

  /** Compares after {@code rounds} rounds of {@code what} with after {@code settled} of them. */
  public FlatMemory(String what, int settled, int rounds) {
    this.what = what;
    this.settled = settled;
    this.rounds = rounds;
  }

  /** Looks at memory where it counts. */
  public void after(int round) {
    if (round > settled - LOOKED_AT && round <= settled) {
      before.look();
    }
    if (round > rounds - LOOKED_AT && round <= rounds) {
      after.look();
    }
    if (rounds >= 10 && round % (rounds / 10) == 0) {
      report(round + " " + what, NativeMemory.residentBytes(), heap());
    }
  }

  /** Fails where it has grown. */
  public void verify() {
    report("after " + settled + " " + what, before.resident, before.heap);
    report("after " + rounds + " " + what, after.resident, after.heap);
    verify("resident", before.resident, after.resident);
    verify("heap", before.heap, after.heap);
  }

  private void verify(String memory, long before, long after) {
    assertThat(after - before)
        .as("growth of %s bytes from %d to %d %s", memory, settled, rounds, what)
        .isLessThan(Math.max(BYTES, (long) (SHARE * before)));
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void report(String when, long resident, long heap) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f MB resident, %.1f MB of Java's heap in use%n",
        when,
        resident * 1e-6,
        heap * 1e-6);
  }
}
