package recap.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.AxesChart;

/**
 * Labelled balls over two axes; a ball's area is its third value. After the ball charts of Bianco
 * et al., "Benchmark Analysis of Representative Deep Neural Network Architectures", 2018.
 */
public final class BallChart {
  private static final double LARGEST_RADIUS = 34;
  private static final double SMALLEST_RADIUS = 3;
  private static final int SIDE = 150;

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<Ball> balls = new ArrayList<>();
  private final List<String> families = new ArrayList<>();
  private boolean logX;
  private String sizeTitle = "";
  private String caption = "";

  private record Ball(String name, int family, double x, double y, double size) {}

  BallChart(String title, String xTitle, String yTitle) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
  }

  /**
   * A ball.
   *
   * @param family balls of one family share a colour
   * @param size its area, in the unit of {@link #sizes}; at least 0
   * @throws IllegalArgumentException when a number is not finite, or the size is below 0
   */
  public BallChart ball(String name, String family, double x, double y, double size) {
    boolean finite = Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(size);
    if (!finite || size < 0) {
      throw new IllegalArgumentException(
          "BallChart: expected finite x and y and a size of at least 0 for '%s', received %s, %s and %s; leave the ball out"
              .formatted(name, x, y, size));
    }
    if (!families.contains(family)) {
      families.add(family);
    }
    balls.add(new Ball(name, families.indexOf(family), x, y, size));
    return this;
  }

  /** What the areas say and in which unit: {@code parameters (M)}. */
  public BallChart sizes(String title) {
    sizeTitle = title;
    return this;
  }

  /** A logarithmic x axis. */
  public BallChart logX() {
    logX = true;
    return this;
  }

  /** The line below the chart. */
  public BallChart caption(String caption) {
    this.caption = caption;
    return this;
  }

  /**
   * The chart of what was added so far; what is added later does not change it.
   *
   * @throws IllegalArgumentException when there is no ball, or one that a logarithmic axis has no
   *     place for
   */
  public Figure figure() {
    if (logX) {
      balls.forEach(BallChart::requirePositive);
    }
    Range x = range(balls.stream().mapToDouble(Ball::x), logX);
    Range y = range(balls.stream().mapToDouble(Ball::y), false);
    XYChart chart = Style.axes(Style.WIDTH - SIDE, title, xTitle, yTitle);
    var styler = chart.getStyler();
    styler.setLegendVisible(false);
    styler.setXAxisLogarithmic(logX).setXAxisMin(x.first()).setXAxisMax(x.last());
    styler.setYAxisMin(y.first()).setYAxisMax(y.last());
    // XChart scales its axes by a series; the balls themselves are drawn upon them.
    double[] unseen = Style.unseen(styler);
    chart.addSeries("balls", unseen, Style.nothing(unseen));
    var bySize = new ArrayList<>(balls);
    bySize.sort(Comparator.comparingDouble(Ball::size).reversed());
    String sizes = sizeTitle;
    return new Figure(chart, (g, axes) -> draw(g, axes, bySize, sizes), SIDE, caption);
  }

  private static void requirePositive(Ball ball) {
    if (ball.x() <= 0) {
      throw new IllegalArgumentException(
          "BallChart: expected an x above 0 for '%s' on a logarithmic axis, received %s; leave the ball out or logX()"
              .formatted(ball.name(), ball.x()));
    }
  }

  private Range range(DoubleStream values, boolean logarithmic) {
    // Twice the room of a line: balls have a size.
    return Range.of(values, logarithmic, title).padded().padded().labelled();
  }

  private static double radius(double size, double largest) {
    return Math.max(SMALLEST_RADIUS, LARGEST_RADIUS * Math.sqrt(size / Math.max(largest, 1e-12)));
  }

  private static void draw(
      Graphics2D g, AxesChart<?, ?> axes, List<Ball> bySize, String sizeTitle) {
    var plot = new Plot(g, axes);
    double largest = bySize.get(0).size();
    var shapes = new ArrayList<Ellipse2D>();
    for (Ball ball : bySize) {
      double radius = radius(ball.size(), largest);
      Ellipse2D shape = circle(plot.x(ball.x()), plot.y(ball.y()), radius);
      shapes.add(shape);
      g.setColor(Style.faint(Palette.of(ball.family()), 110));
      g.fill(shape);
      g.setColor(Palette.of(ball.family()));
      g.setStroke(new BasicStroke(1.4f));
      g.draw(shape);
    }
    plot.close();
    var labels = new Labels(plot.bounds(), shapes);
    for (int i = bySize.size() - 1; i >= 0; i--) {
      labels.place(g, bySize.get(i).name(), shapes.get(i));
    }
    if (largest > 0 && !sizeTitle.isEmpty()) {
      sizes(g, plot.bounds(), sizeTitle, largest);
    }
  }

  private static Ellipse2D circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  /** Three balls of round sizes to read the others by. */
  private static void sizes(Graphics2D g, Rectangle2D bounds, String title, double largest) {
    double x = bounds.getMaxX() + 22 + LARGEST_RADIUS;
    double y = bounds.getMinY() + 10;
    g.setColor(Style.INK);
    Figure.text(g, title, Style.SMALL, bounds.getMaxX() + 18, y);
    double round = Math.pow(10, Math.floor(Math.log10(largest)));
    for (double size : new double[] {round, round / 4, round / 20}) {
      double radius = radius(size, largest);
      y += radius + 12;
      g.setColor(Style.MUTED);
      g.setStroke(new BasicStroke(1));
      g.draw(circle(x, y, radius));
      g.draw(new Line2D.Double(x + radius, y, x + LARGEST_RADIUS + 4, y));
      g.setColor(Style.INK);
      Figure.text(g, Style.tick(size), Style.SMALL, x + LARGEST_RADIUS + 8, y + 4);
      y += radius;
    }
  }
}
