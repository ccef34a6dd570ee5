package recap.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets labels beside balls where they cover least, with a thin line where they had to move away.
 */
final class Labels {
  private static final double HEIGHT = 13;
  private static final double GAP = 3;

  private final Rectangle2D bounds;
  private final List<Ellipse2D> balls;
  private final List<Rectangle2D> taken = new ArrayList<>();

  Labels(Rectangle2D bounds, List<Ellipse2D> balls) {
    this.bounds = bounds;
    this.balls = balls;
  }

  void place(Graphics2D g, String text, Ellipse2D ball) {
    double width = Figure.textWidth(text, Style.LABEL);
    Rectangle2D best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double far : new double[] {0, 10, 22, 36, 52}) {
      for (int turn = 0; turn < 16; turn++) {
        Rectangle2D box = beside(ball, width, 2 * Math.PI * turn / 16, far);
        double cost = cost(box, ball) + far + (turn % 4 == 0 ? 0 : 1);
        if (cost < least) {
          least = cost;
          best = box;
        }
      }
    }
    taken.add(best);
    leader(g, best, ball);
    g.setColor(new Color(255, 255, 255, 170));
    g.fill(best);
    g.setColor(Style.INK);
    Figure.text(g, text, Style.LABEL, best.getX(), best.getMaxY() - GAP);
  }

  /**
   * A box that touches the ball, or is {@code far} pixels from it, in the direction of an angle.
   */
  private static Rectangle2D beside(Ellipse2D ball, double width, double angle, double far) {
    double reach = ball.getWidth() / 2 + GAP + far;
    double x = ball.getCenterX() + Math.cos(angle) * (reach + width / 2);
    double y = ball.getCenterY() - Math.sin(angle) * (reach + HEIGHT / 2);
    return new Rectangle2D.Double(x - width / 2, y - HEIGHT / 2, width, HEIGHT);
  }

  private double cost(Rectangle2D box, Ellipse2D own) {
    double cost = bounds.contains(box) ? 0 : 1e6;
    for (Rectangle2D other : taken) {
      cost += 50 * overlap(box, other);
    }
    for (Ellipse2D ball : balls) {
      // A large ball may carry a label in its own area; a small one would vanish below it.
      double weight = ball == own ? 0.2 : 20 / Math.max(4, ball.getWidth());
      cost += weight * overlap(box, ball.getBounds2D());
    }
    return cost;
  }

  private static double overlap(Rectangle2D a, Rectangle2D b) {
    Rectangle2D both = a.createIntersection(b);
    return both.getWidth() > 0 && both.getHeight() > 0 ? both.getWidth() * both.getHeight() : 0;
  }

  private static void leader(Graphics2D g, Rectangle2D box, Ellipse2D ball) {
    double x = Math.max(box.getMinX(), Math.min(ball.getCenterX(), box.getMaxX()));
    double y = Math.max(box.getMinY(), Math.min(ball.getCenterY(), box.getMaxY()));
    double distance = Math.hypot(x - ball.getCenterX(), y - ball.getCenterY());
    double radius = ball.getWidth() / 2;
    if (distance > radius + 8) {
      double edge = radius / distance;
      g.setColor(Style.MUTED);
      g.setStroke(new BasicStroke(0.8f));
      g.draw(
          new Line2D.Double(
              ball.getCenterX() + edge * (x - ball.getCenterX()),
              ball.getCenterY() + edge * (y - ball.getCenterY()),
              x,
              y));
    }
  }
}
