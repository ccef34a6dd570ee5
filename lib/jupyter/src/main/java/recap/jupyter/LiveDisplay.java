package recap.jupyter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Progress of a long run: a bar with the time left, a metric's curve and the native memory in use.
 * In a notebook it is one output that is replaced at most four times a second, since every message
 * costs; elsewhere it is a line of text every few seconds. All methods may be called from any
 * thread, as often as is handy.
 */
public final class LiveDisplay implements AutoCloseable {
  private final String title;
  private final long first;
  private final long total;
  private final LiveSink sink;
  private final LongSupplier nanoTime;
  private final long started;
  private final Map<String, List<LiveFrame.Point>> curves = new LinkedHashMap<>();
  private long done;
  private OptionalLong nativeBytes = OptionalLong.empty();
  private String note;
  private long lastShown;
  private boolean closed;

  /**
   * Starts a display on the notebook's current cell, or on standard output outside of a notebook.
   *
   * @param title what is running
   * @param total units of work, for example steps; at least 1
   */
  public static LiveDisplay start(String title, long total) {
    return resume(title, 0, total, "");
  }

  /**
   * The same for work of which {@code done} units were finished before; they do not count for the
   * pace.
   *
   * @param hint shown until the end, such as what the stop button does; may be empty
   */
  public static LiveDisplay resume(String title, long done, long total, String hint) {
    LiveSink sink = LiveSink.FACTORY.get().get();
    return new LiveDisplay(title, done, total, hint, sink, System::nanoTime);
  }

  LiveDisplay(
      String title, long first, long total, String hint, LiveSink sink, LongSupplier nanoTime) {
    if (total < 1) {
      throw new IllegalArgumentException(
          "LiveDisplay '"
              + title
              + "': expected a total of at least 1, received "
              + total
              + "; pass the number of steps");
    }
    this.title = title;
    this.first = first;
    this.done = first;
    this.total = total;
    this.note = hint;
    this.sink = sink;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.lastShown = started;
    sink.show(frame(), false);
  }

  /** Units of work finished so far. */
  public synchronized void done(long units) {
    done = Math.min(units, total);
    showIfDue();
  }

  /** Adds a point to the curve named {@code series}; a value that is not finite is left out. */
  public synchronized void point(String series, double x, double y) {
    if (Double.isFinite(x) && Double.isFinite(y)) {
      curves.computeIfAbsent(series, s -> new ArrayList<>()).add(new LiveFrame.Point(x, y));
    }
    showIfDue();
  }

  /** Native memory in use, in bytes. */
  public synchronized void nativeBytes(long bytes) {
    nativeBytes = OptionalLong.of(bytes);
    showIfDue();
  }

  /** Shows the last state, with the time taken in place of the time left. */
  @Override
  public void close() {
    close("");
  }

  /**
   * Shows the last state and, in words, how it ended: for a run that was interrupted or failed.
   *
   * @param ending a sentence or two, such as how to go on; may be empty
   */
  public synchronized void close(String ending) {
    if (!closed) {
      closed = true;
      note = ending;
      sink.show(frame(), true);
    }
  }

  private void showIfDue() {
    long now = nanoTime.getAsLong();
    if (!closed && now - lastShown >= sink.interval().toNanos()) {
      lastShown = now;
      sink.show(frame(), false);
    }
  }

  private LiveFrame frame() {
    var elapsed = Duration.ofNanos(nanoTime.getAsLong() - started);
    var copy = new LinkedHashMap<String, List<LiveFrame.Point>>();
    curves.forEach((series, points) -> copy.put(series, List.copyOf(points)));
    return new LiveFrame(title, first, done, total, elapsed, closed, copy, nativeBytes, note);
  }
}
