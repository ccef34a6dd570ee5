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
import org.knowm.xchart.style.markers.Marker;

/** Draws in the coordinates of a painted chart's axes, clipped to them; each curve is one path. */
final class Plot {
  private static final int MARKER_SIZE = 8;

  /** About two a pixel; more would only make the file larger. */
  private static final int MOST_POINTS = 1500;

  private final Graphics2D g;
  private final AxesChart<?, ?> axes;
  private final Rectangle2D bounds;
  private final Shape clip;

  Plot(Graphics2D g, AxesChart<?, ?> axes) {
    this.g = g;
    this.axes = axes;
    var styler = axes.getStyler();
    double left = axes.getScreenXFromChart(styler.getXAxisMin());
    double right = axes.getScreenXFromChart(styler.getXAxisMax());
    double bottom = axes.getScreenYFromChart(styler.getYAxisMin());
    double top = axes.getScreenYFromChart(styler.getYAxisMax());
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

  double x(double value) {
    return axes.getScreenXFromChart(value);
  }

  double y(double value) {
    return axes.getScreenYFromChart(value);
  }

  void line(Curve curve, Color colour, Stroke stroke) {
    var path = new Path2D.Double();
    trace(path, curve.thinned(MOST_POINTS), false, true);
    g.setColor(colour);
    g.setStroke(stroke);
    g.draw(path);
  }

  void band(Curve low, Curve high, Color colour) {
    var path = new Path2D.Double();
    trace(path, low.atLeast(axes.getStyler().getYAxisMin()), false, true);
    trace(path, high, true, false);
    path.closePath();
    g.setColor(Style.faint(colour, 45));
    g.fill(path);
  }

  private void trace(Path2D path, Curve curve, boolean backwards, boolean start) {
    boolean pen = !start;
    int count = curve.x().length;
    for (int k = 0; k < count; k++) {
      int i = backwards ? count - 1 - k : k;
      double px = x(curve.x()[i]);
      double py = y(curve.y()[i]);
      if (!Double.isFinite(px) || !Double.isFinite(py)) {
        pen = !start;
      } else if (pen) {
        path.lineTo(px, py);
      } else {
        path.moveTo(px, py);
        pen = true;
      }
    }
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
    g.setColor(Style.MUTED);
    g.setStroke(new BasicStroke(1));
    g.draw(new Line2D.Double(bounds.getMinX(), py, bounds.getMaxX(), py));
    Figure.text(g, label, Style.SMALL, bounds.getMinX() + 6, py - 4);
  }
}
