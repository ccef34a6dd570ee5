package recap.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;

/** Draws in the coordinates of a painted chart's axes, clipped to them; each curve is one path. */
final class Plot {
  private static final int MARKER_SIZE = 8;

  /** About two a pixel; more would only make the file larger. */
  private static final int MOST_POINTS = 1500;

  private final Graphics2D g;
  private final AxesChartStyler axes;
  private final Rectangle2D bounds;
  private final Shape clip;

  Plot(Graphics2D g, AxesChart<?, ?> chart) {
    this.g = g;
    this.axes = chart.getStyler();
    double left = chart.getScreenXFromChart(axes.getXAxisMin());
    double right = chart.getScreenXFromChart(axes.getXAxisMax());
    double bottom = chart.getScreenYFromChart(axes.getYAxisMin());
    double top = chart.getScreenYFromChart(axes.getYAxisMax());
    bounds = new Rectangle2D.Double(left, top, right - left, bottom - top);
    clip = g.getClip();
    // A marker on the edge shows whole.
    g.setClip(new Rectangle2D.Double(left - 5, top - 5, right - left + 10, bottom - top + 10));
  }

  /** Gives the clip back. */
  void close() {
    g.setClip(clip);
  }

  Rectangle2D bounds() {
    return bounds;
  }

  /** Where x = value is, also left and right of the axes; NaN if nowhere. */
  double x(double value) {
    double least = axes.getXAxisMin();
    double most = axes.getXAxisMax();
    double share = share(value, least, most, axes.isXAxisLogarithmic());
    return bounds.getMinX() + share * bounds.getWidth();
  }

  /** Where y = value is, also above and below the axes; NaN if nowhere. */
  double y(double value) {
    double least = axes.getYAxisMin();
    double most = axes.getYAxisMax();
    double share = share(value, least, most, axes.isYAxisLogarithmic());
    return bounds.getMaxY() - share * bounds.getHeight();
  }

  /**
   * How far along an axis a value lies: 0 at its beginning, 1 at its end. XChart would put all that
   * lies before the beginning into the middle.
   */
  private static double share(double value, double least, double most, boolean logarithmic) {
    if (logarithmic) {
      return value > 0
          ? share(Math.log10(value), Math.log10(least), Math.log10(most), false)
          : Double.NaN;
    }
    return (value - least) / (most - least);
  }

  void line(Curve curve, Color colour, Stroke stroke) {
    Curve thinned = curve.thinned(MOST_POINTS);
    var path = new Path2D.Double();
    boolean pen = false;
    for (int i = 0; i < thinned.x().length; i++) {
      boolean drawn = visible(thinned, i);
      if (drawn && pen) {
        path.lineTo(x(thinned.x()[i]), y(thinned.y()[i]));
      } else if (drawn) {
        path.moveTo(x(thinned.x()[i]), y(thinned.y()[i]));
      }
      pen = drawn;
    }
    g.setColor(colour);
    g.setStroke(stroke);
    g.draw(path);
  }

  /** What lies between two curves with the same x; a polygon for each stretch between gaps. */
  void band(Curve low, Curve high, Color colour) {
    Curve bottom = low.atLeast(axes.getYAxisMin());
    var path = new Path2D.Double();
    int from = 0;
    for (int i = 0; i <= bottom.x().length; i++) {
      if (i == bottom.x().length || !visible(bottom, i) || !visible(high, i)) {
        stretch(path, bottom, high, from, i);
        from = i + 1;
      }
    }
    g.setColor(Style.faint(colour, 45));
    g.fill(path);
  }

  private void stretch(Path2D path, Curve low, Curve high, int from, int to) {
    if (from == to) {
      return;
    }
    path.moveTo(x(low.x()[from]), y(low.y()[from]));
    for (int i = from + 1; i < to; i++) {
      path.lineTo(x(low.x()[i]), y(low.y()[i]));
    }
    for (int i = to - 1; i >= from; i--) {
      path.lineTo(x(high.x()[i]), y(high.y()[i]));
    }
    path.closePath();
  }

  private boolean visible(Curve curve, int i) {
    return Double.isFinite(x(curve.x()[i])) && Double.isFinite(y(curve.y()[i]));
  }

  void points(Curve curve, Color colour, Marker marker) {
    g.setColor(colour);
    for (int i = 0; i < curve.x().length; i++) {
      double px = x(curve.x()[i]);
      double py = y(curve.y()[i]);
      if (bounds.intersects(px - 1, py - 1, 2, 2)) {
        marker.paint(g, px, py, MARKER_SIZE);
      }
    }
  }

  void level(double value, String label) {
    double py = y(value);
    if (!Double.isFinite(py)) {
      return;
    }
    g.setColor(Style.MUTED);
    g.setStroke(new BasicStroke(1));
    g.draw(new Line2D.Double(bounds.getMinX(), py, bounds.getMaxX(), py));
    Figure.text(g, label, Style.SMALL, bounds.getMinX() + 6, py - 4);
  }
}
