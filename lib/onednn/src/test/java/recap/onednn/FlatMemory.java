package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

/**
 * Resident memory after many rounds against that after a few: within 2 % or 20 MB. The smallest of
 * the last few rounds counts on both sides, since what the JVM has not collected yet is no leak.
 */
public final class FlatMemory {
  private static final int LOOKED_AT = 3;
  private static final double SHARE = 0.02;
  private static final long BYTES = 20_000_000;

  private final String what;
  private final int settled;
  private final int rounds;
  private long before = Long.MAX_VALUE;
  private long after = Long.MAX_VALUE;

  /** Compares after {@code rounds} rounds of {@code what} with after {@code settled} of them. */
  public FlatMemory(String what, int settled, int rounds) {
    this.what = what;
    this.settled = settled;
    this.rounds = rounds;
  }

  /** Looks at memory where it counts. */
  public void after(int round) {
    if (round > settled - LOOKED_AT && round <= settled) {
      before = Math.min(before, resident());
    }
    if (round > rounds - LOOKED_AT && round <= rounds) {
      after = Math.min(after, resident());
    }
    if (rounds >= 10 && round % (rounds / 10) == 0) {
      report(round + " " + what, NativeMemory.residentBytes());
    }
  }

  /** Staging arrays are Java's; the native memory must not wait for this. */
  private static long resident() {
    System.gc();
    return NativeMemory.residentBytes();
  }

  /** Fails where it has grown. */
  public void verify() {
    report("after " + settled + " " + what, before);
    report("after " + rounds + " " + what, after);
    assertThat(after - before)
        .as("growth in bytes from %d to %d %s", settled, rounds, what)
        .isLessThan(Math.max(BYTES, (long) (SHARE * before)));
  }

  private static void report(String when, long bytes) {
    System.out.printf(Locale.ROOT, "%s: %.1f MB resident%n", when, bytes * 1e-6);
  }
}
