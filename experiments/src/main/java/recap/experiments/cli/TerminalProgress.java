package recap.experiments.cli;

import java.io.PrintWriter;
import recap.experiments.Durations;
import recap.experiments.Progress;

/** Progress as a status line with the time left, and a line for each run that ended. */
final class TerminalProgress implements Progress, AutoCloseable {
  private final StatusLine line;
  private String run;
  private long first;
  private long total;
  private long began;

  TerminalProgress(PrintWriter out) {
    this(new StatusLine(out));
  }

  TerminalProgress(StatusLine line) {
    this.line = line;
  }

  @Override
  public void note(String text) {
    line.print(text);
  }

  @Override
  public void begin(String run, long done, long total) {
    this.run = run;
    this.first = done;
    this.total = total;
    this.began = System.nanoTime();
    line.show(run + " ...");
  }

  @Override
  public void update(long done, String detail) {
    var text = new StringBuilder(run).append(": ").append(100 * done / total).append(" %");
    if (done > first) {
      double seconds = (System.nanoTime() - began) * 1e-9;
      double left = seconds / (done - first) * (total - done);
      text.append(", at most ").append(Durations.text(left)).append(" left");
    }
    line.show(detail.isEmpty() ? text.toString() : text + ", " + detail);
  }

  @Override
  public void end(String result) {
    line.print(run + ": " + result);
  }

  @Override
  public void close() {
    line.close();
  }
}
