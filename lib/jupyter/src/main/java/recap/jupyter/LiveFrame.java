package recap.jupyter;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import recap.report.Markup;

/**
 * One state of a {@link LiveDisplay}.
 *
 * @param first units that were finished before it began
 * @param done units finished, of {@code total}
 * @param last no further frame follows
 * @param curves points by series, in the order they came
 * @param nativeBytes native memory in use, where it is known
 * @param note a remark: what the stop button does, or how it ended; may be empty
 */
record LiveFrame(
    String title,
    long first,
    long done,
    long total,
    Duration elapsed,
    boolean last,
    Map<String, List<Point>> curves,
    OptionalLong nativeBytes,
    String note)
    implements HtmlView {

  record Point(double x, double y) {}

  @Override
  public String toText() {
    var out = new StringBuilder(title).append(": ").append(status());
    curves.forEach(
        (series, points) ->
            out.append(", %s %s".formatted(series, number(points.get(points.size() - 1).y()))));
    return note.isEmpty() ? out.toString() : out + "\n" + note;
  }

  @Override
  public String toHtml() {
    return String.format(
        Locale.ROOT,
        "<div><b>%s</b> <progress value=\"%d\" max=\"%d\" style=\"vertical-align:middle\"></progress>"
            + " %s</div>%s%s",
        Markup.escape(title),
        done,
        total,
        status(),
        note.isEmpty() ? "" : "<div>" + Markup.escape(note) + "</div>",
        LiveCurve.svg(curves));
  }

  private String status() {
    var out = new StringBuilder();
    out.append(done + "/" + total + " (" + 100 * done / total + " %)");
    if (last) {
      out.append(", took ").append(time(elapsed));
    } else if (done > first) {
      out.append(", ").append(time(left())).append(" left");
    }
    nativeBytes.ifPresent(
        bytes -> out.append(String.format(Locale.ROOT, ", %.0f MiB native", bytes / 1048576.0)));
    return out.toString();
  }

  /** The remaining units at the mean pace so far. */
  Duration left() {
    double each = (double) elapsed.toNanos() / (done - first);
    return Duration.ofNanos((long) (each * (total - done)));
  }

  static String time(Duration time) {
    long seconds = Math.round(time.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
