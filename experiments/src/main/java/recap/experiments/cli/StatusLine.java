package recap.experiments.cli;

import java.io.PrintWriter;

/**
 * One line that is written over on a terminal; elsewhere, as in a log, a line of its own every half
 * minute.
 */
final class StatusLine implements AutoCloseable {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long LOG_NANOS = 30_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private long shown;
  private boolean standing;

  StatusLine(PrintWriter out) {
    this(out, System.console() != null);
  }

  StatusLine(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.shown = System.nanoTime() - TERMINAL_NANOS;
  }

  /** Shows {@code text} unless something was shown just before. */
  synchronized void show(String text) {
    long now = System.nanoTime();
    if (now - shown < (terminal ? TERMINAL_NANOS : LOG_NANOS)) {
      return;
    }
    shown = now;
    out.print(terminal ? CLEAR + text : text + System.lineSeparator());
    out.flush();
    standing = terminal;
  }

  /** A line that stays, in place of the one shown. */
  synchronized void print(String text) {
    close();
    out.println(text);
    out.flush();
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    if (standing) {
      out.print(CLEAR);
      out.flush();
      standing = false;
    }
  }
}
