package recap.report;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines and points over a common x axis: an error over epochs, a time over MACs. Each arm has its
 * colour, dashes and marker; the legend says how many seeds stand behind it, or how many points.
 *
 * <pre>{@code
 * Charts.lines("Training error of a four-layer network", "epoch", "training error (%)")
 *     .seeds("ReLU", curves)
 *     .level(25, "25 %")
 *     .caption(Charts.caption("CIFAR-10", runIds))
 *     .figure();
 * }</pre>
 */
public final class LineChart {
  /** Of names that fit side by side below the axis. */
  private static final int LETTERS = 60;

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<Arm> arms = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private boolean logX;
  private boolean logY;
  private double[] xRange;
  private List<String> places = List.of();
  private String caption = "";

  /** Several curves of one arm, one a seed. */
  record Arm(String name, int colour, int marker, int dash, boolean joined, List<Curve> curves) {
    /** Whether its seeds can be averaged: they were measured at the same places. */
    boolean banded() {
      return Curve.aligned(curves);
    }

    /** Its name in the legend, with the number of its seeds; points stand for something else. */
    String label() {
      if (joined) {
        return name + " (N = " + curves.size() + ")";
      }
      int points = curves.get(0).x().length;
      return name + (points == 1 ? " (1 point)" : " (" + points + " points)");
    }

    /** Whether its deviation is drawn. */
    boolean hasBand() {
      return joined && banded() && curves.size() > 1;
    }
  }

  /** A horizontal line that marks a value of interest. */
  record Level(double y, String label) {}

  LineChart(String title, String xTitle, String yTitle) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
  }

  /** One curve in the next colour, dashes and marker. */
  public LineChart line(String name, Curve curve) {
    return seeds(name, List.of(curve));
  }

  /** One curve a seed: their mean as a line, one standard deviation to each side as a band. */
  public LineChart seeds(String name, List<Curve> curves) {
    return seeds(name, arms.size(), arms.size(), curves);
  }

  /**
   * The same in a chosen look, for arms that belong together (one colour for a network, solid for
   * its test error, dashed for its training error).
   *
   * @param colour index into the palette of seven
   * @param dash index into the five line styles; 0 is solid
   * @throws IllegalArgumentException without a curve
   */
  public LineChart seeds(String name, int colour, int dash, List<Curve> curves) {
    if (curves.isEmpty()) {
      throw new IllegalArgumentException(
          "LineChart: expected a curve for '" + name + "', received none; leave the arm out");
    }
    arms.add(new Arm(name, colour, colour, dash, true, List.copyOf(curves)));
    return this;
  }

  /** Points that no line joins. */
  public LineChart points(String name, Curve points) {
    return points(name, arms.size(), arms.size(), points);
  }

  /**
   * The same in a chosen look, for arms that belong together (one colour for a network, one marker
   * for what was measured of it).
   *
   * @param colour index into the palette of seven
   * @param marker index into the seven markers
   */
  public LineChart points(String name, int colour, int marker, Curve points) {
    arms.add(new Arm(name, colour, marker, 0, false, List.of(points)));
    return this;
  }

  /** A thin horizontal line at {@code y} with a label. */
  public LineChart level(double y, String label) {
    levels.add(new Level(y, label));
    return this;
  }

  /** A logarithmic x axis. */
  public LineChart logX() {
    logX = true;
    return this;
  }

  /** A logarithmic y axis. */
  public LineChart logY() {
    logY = true;
    return this;
  }

  /**
   * Shows x from {@code least} to {@code most} and cuts off what lies beyond.
   *
   * @throws IllegalArgumentException unless both are finite and the first is the smaller
   */
  public LineChart xRange(double least, double most) {
    if (!Double.isFinite(least) || !Double.isFinite(most) || least >= most) {
      throw new IllegalArgumentException(
          "LineChart: expected an x range from a smaller to a greater number, received %s to %s; swap or part them"
              .formatted(least, most));
    }
    xRange = new double[] {least, most};
    return this;
  }

  /**
   * Names in place of numbers below the x axis, from left to right: the first stands at x = 1, the
   * next at 2.
   */
  public LineChart places(List<String> names) {
    places = List.copyOf(names);
    return xRange(0, names.size() + 1);
  }

  /**
   * The name at x; blank beside the names, on both sides unlike, or XChart takes the axis for one
   * whose labels are all the same and leaves them out.
   */
  private static String place(List<String> places, double x) {
    int at = (int) Math.round(x);
    return at < 1 ? " " : at > places.size() ? "  " : places.get(at - 1);
  }

  /** The line below the chart; see {@link Charts#caption}. */
  public LineChart caption(String caption) {
    this.caption = caption;
    return this;
  }

  /**
   * The chart of what was added so far; what is added later does not change it.
   *
   * @throws IllegalArgumentException when no arm has a finite point, whatever levels there are, or
   *     a logarithmic x axis shall begin at or below 0
   */
  public Figure figure() {
    if (logX && xRange != null && xRange[0] <= 0) {
      throw new IllegalArgumentException(
          "LineChart: expected an x range above 0 on a logarithmic axis, received %s to %s; raise its beginning or leave out logX()"
              .formatted(xRange[0], xRange[1]));
    }
    XYChart chart = Style.axes(Style.WIDTH, title, xTitle, yTitle);
    var styler = chart.getStyler();
    double[] x = xRange == null ? allOfX() : xRange;
    styler.setXAxisLogarithmic(logX).setXAxisMin(x[0]).setXAxisMax(x[1]);
    Range y = yRange(logY).padded().labelled();
    styler.setYAxisLogarithmic(logY).setYAxisMin(y.first()).setYAxisMax(y.last());
    var shownArms = List.copyOf(arms);
    var shownLevels = List.copyOf(levels);
    double[] unseen = Style.unseen(styler);
    if (!places.isEmpty()) {
      var names = places;
      unseen = IntStream.rangeClosed(0, names.size() + 1).asDoubleStream().toArray();
      styler.setXAxisTickLabelsFormattingFunction(at -> place(names, at));
      // Upright, since the library leaves out names that do not fit side by side.
      styler.setXAxisLabelRotation(String.join("  ", names).length() > LETTERS ? 90 : 0);
      styler.setXAxisLabelAlignmentVertical(TextAlignment.Right); // each name ends at the axis
    }
    for (Arm arm : shownArms) {
      legend(chart, arm, unseen);
    }
    String explained = (caption + " " + seedsExplained()).strip();
    return new Figure(chart, (g, axes) -> draw(g, axes, shownArms, shownLevels), 0, explained);
  }

  private double[] allOfX() {
    Range x = Range.of(values(Curve::x), logX, title);
    boolean scattered = arms.stream().noneMatch(Arm::joined);
    x = (scattered ? x.padded() : x).labelled();
    return new double[] {x.first(), x.last()};
  }

  /** What stands for the seeds of an arm, for the caption. */
  private String seedsExplained() {
    var several = arms.stream().filter(arm -> arm.curves().size() > 1).toList();
    boolean bands = several.stream().anyMatch(arm -> arm.banded());
    boolean single = several.stream().anyMatch(arm -> !arm.banded());
    return (bands ? "Line and band: mean and one standard deviation of the seeds. " : "")
        + (single ? "Thin lines: one a seed." : "");
  }

  /**
   * Of the values, the bands and the levels. Where no value is negative, neither is the axis; and
   * on a logarithmic one, where a band may come as near to zero as it likes, only its upper side
   * counts.
   */
  Range yRange(boolean logarithmic) {
    double least = Range.of(values(Curve::y), logarithmic, title).least();
    double floor = logarithmic ? least : least < 0 ? Double.NEGATIVE_INFINITY : 0;
    var marks = levels.stream().mapToDouble(Level::y);
    var bands =
        arms.stream()
            .filter(Arm::hasBand)
            .flatMapToDouble(arm -> DoubleStream.concat(side(arm, 1), side(arm, -1)))
            .map(y -> Math.max(y, floor));
    var shown = DoubleStream.concat(values(Curve::y), DoubleStream.concat(marks, bands));
    return Range.of(shown, logarithmic, title);
  }

  private static DoubleStream side(Arm arm, int deviations) {
    return DoubleStream.of(Curve.offset(arm.curves(), deviations).y());
  }

  private DoubleStream values(Function<Curve, double[]> axis) {
    return arms.stream()
        .flatMap(arm -> arm.curves().stream())
        .flatMapToDouble(curve -> DoubleStream.of(axis.apply(curve)));
  }

  /** XChart draws the legend and nothing else: it would draw each segment as a line of its own. */
  private static void legend(XYChart chart, Arm arm, double[] unseen) {
    var styler = chart.getStyler();
    var series = chart.addSeries(arm.label(), unseen, Style.nothing(unseen));
    series.setXYSeriesRenderStyle(
        arm.joined() ? XYSeriesRenderStyle.Line : XYSeriesRenderStyle.Scatter);
    series.setLineColor(Palette.of(arm.colour()));
    series.setLineStyle(Style.stroke(arm.dash(), 2));
    series.setMarkerColor(Palette.of(arm.colour()));
    series.setMarker(arm.banded() ? Markers.of(arm.marker()) : SeriesMarkers.NONE);
  }

  private static void draw(Graphics2D g, AxesChart<?, ?> axes, List<Arm> arms, List<Level> levels) {
    var plot = new Plot(g, axes);
    levels.forEach(level -> plot.level(level.y(), level.label()));
    // Under all lines, so that a later arm's band covers no earlier arm's line.
    arms.stream().filter(Arm::hasBand).forEach(arm -> band(plot, arm));
    for (Arm arm : arms) {
      var colour = Palette.of(arm.colour());
      if (!arm.joined()) {
        plot.points(arm.curves().get(0), colour, Markers.of(arm.marker()));
      } else if (!arm.banded()) {
        arm.curves().forEach(curve -> plot.line(curve, colour, Style.stroke(arm.dash(), 1.2f)));
      } else {
        Curve mean = Curve.mean(arm.curves());
        plot.line(mean, colour, Style.stroke(arm.dash(), 2));
        plot.points(mean.thinned(12), colour, Markers.of(arm.marker()));
      }
    }
    plot.close();
  }

  private static void band(Plot plot, Arm arm) {
    Curve low = Curve.offset(arm.curves(), -1);
    plot.band(low, Curve.offset(arm.curves(), 1), Palette.of(arm.colour()));
  }
}
