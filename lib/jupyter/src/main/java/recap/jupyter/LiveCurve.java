package recap.jupyter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import recap.report.Markup;
import recap.report.Palette;

/** A small line chart as inline SVG; XChart would take longer to draw than a training step. */
final class LiveCurve {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 140;
  private static final int LEFT = 56;
  private static final int BOTTOM = 20;

  /** Points drawn of a longer curve. */
  static final int SHOWN = 200;

  private LiveCurve() {}

  /** The curves over one pair of axes; nothing while no curve has two points. */
  static String svg(Map<String, List<LiveFrame.Point>> curves) {
    if (curves.values().stream().noneMatch(points -> points.size() > 1)) {
      return "";
    }
    var all = curves.values().stream().flatMap(List::stream).toList();
    var x = Range.of(all.stream().mapToDouble(LiveFrame.Point::x).toArray());
    var y = Range.of(all.stream().mapToDouble(LiveFrame.Point::y).toArray());
    var out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-size=\"11\">",
            WIDTH,
            HEIGHT));
    label(out, LEFT - 4, 12, "end", LiveFrame.number(y.high()), "#555");
    label(out, LEFT - 4, HEIGHT - BOTTOM, "end", LiveFrame.number(y.low()), "#555");
    label(out, LEFT, HEIGHT - 6, "start", LiveFrame.number(x.low()), "#555");
    label(out, WIDTH - 4, HEIGHT - 6, "end", LiveFrame.number(x.high()), "#555");
    out.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d 4V%dH%d\" fill=\"none\" stroke=\"#999\"/>",
            LEFT,
            HEIGHT - BOTTOM,
            WIDTH - 4));
    int index = 0;
    for (var curve : curves.entrySet()) {
      String colour = Palette.hex(index);
      line(out, curve.getValue(), x, y, colour);
      label(out, WIDTH - 8, 14 + 14 * index, "end", curve.getKey(), colour);
      index++;
    }
    return out.append("</svg>").toString();
  }

  private static void line(
      StringBuilder out, List<LiveFrame.Point> points, Range x, Range y, String colour) {
    out.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" points=\"");
    int stride = Math.max(1, (points.size() + SHOWN - 1) / SHOWN);
    for (int i = 0; i < points.size(); i++) {
      if (i % stride == 0 || i == points.size() - 1) {
        double px = LEFT + x.share(points.get(i).x()) * (WIDTH - 4 - LEFT);
        double py = HEIGHT - BOTTOM - y.share(points.get(i).y()) * (HEIGHT - BOTTOM - 8);
        out.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
      }
    }
    out.append("\"/>");
  }

  private static void label(
      StringBuilder out, int x, int y, String anchor, String text, String colour) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
            x,
            y,
            anchor,
            colour,
            Markup.escape(text)));
  }

  /** The span of an axis. */
  private record Range(double low, double high) {
    static Range of(double[] values) {
      var summary = Arrays.stream(values).summaryStatistics();
      return new Range(summary.getMin(), summary.getMax());
    }

    /** Where {@code value} lies in the span, from 0 to 1; the middle of an empty one. */
    double share(double value) {
      return high > low ? (value - low) / (high - low) : 0.5;
    }
  }
}
