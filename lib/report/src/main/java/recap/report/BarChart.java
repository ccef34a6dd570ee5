package recap.report;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Groups of bars: one group a category, one bar a series in each, its value above it. */
public final class BarChart {
  private static final int LETTERS = 90;

  /** With more bars than these a legend at their side leaves too little room for their values. */
  private static final int BARS_BESIDE_LEGEND = 15;

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<String> categories = new ArrayList<>();
  private final List<Bars> series = new ArrayList<>();
  private boolean showsValues = true;
  private String caption = "";

  /** A bar in each group; a spread of null is none. */
  private record Bars(String label, List<Double> values, List<Double> spread) {
    double top() {
      return IntStream.range(0, values.size())
          .mapToDouble(i -> values.get(i) + (spread == null ? 0 : spread.get(i)))
          .max()
          .orElse(0);
    }
  }

  BarChart(String title, String xTitle, String yTitle) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
  }

  /** Leaves out the values above the bars, where there are too many to read. */
  public BarChart withoutValues() {
    showsValues = false;
    return this;
  }

  /** The groups, from left to right. */
  public BarChart categories(List<String> names) {
    categories.addAll(names);
    return this;
  }

  /**
   * One bar in each group.
   *
   * @param samples how many measurements stand behind each value, for the legend; 0 for computed
   *     values
   * @param values as many as there are categories, none of them negative: bars begin at zero
   * @throws IllegalArgumentException when they are not
   */
  public BarChart bars(String name, int samples, List<Double> values) {
    return bars(name, samples, values, null);
  }

  /**
   * The same with an error bar of {@code spread} to each side.
   *
   * @throws IllegalArgumentException as above, or when there is not a spread for each value
   */
  public BarChart bars(String name, int samples, List<Double> values, List<Double> spread) {
    if (categories.isEmpty()) {
      throw new IllegalArgumentException(
          "BarChart: expected categories for '" + name + "', received none; name them first");
    }
    if (values.size() != categories.size() || spread != null && spread.size() != values.size()) {
      throw new IllegalArgumentException(
          "BarChart: expected "
              + categories.size()
              + " values for '"
              + name
              + "', one a category, received "
              + values.size()
              + (spread == null ? "" : " and " + spread.size() + " spreads")
              + "; name the categories first");
    }
    require(name, "values", values);
    require(name, "spreads", spread == null ? List.of() : spread);
    String label = samples == 0 ? name : name + " (N = " + samples + ")";
    var spreads = spread == null ? null : List.copyOf(spread);
    series.add(new Bars(label, List.copyOf(values), spreads));
    return this;
  }

  private static void require(String name, String what, List<Double> numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number) || number < 0) {
        throw new IllegalArgumentException(
            "BarChart: expected finite "
                + what
                + " of at least 0 for '"
                + name
                + "', received "
                + number
                + "; leave the bar out, or draw points by Charts.lines");
      }
    }
  }

  /** The line below the chart. */
  public BarChart caption(String caption) {
    this.caption = caption;
    return this;
  }

  /**
   * The chart of what was added so far; what is added later does not change it.
   *
   * @throws IllegalArgumentException when no bar is above zero
   */
  public Figure figure() {
    double highest = series.stream().mapToDouble(Bars::top).max().orElse(0);
    if (!(highest > 0)) {
      throw new IllegalArgumentException(
          "chart '%s': expected a bar above zero, received none; leave the chart out"
              .formatted(title));
    }
    CategoryChart chart = empty();
    var styler = chart.getStyler();
    // A hair below zero, since XChart labels no edge.
    double hair = 1e-6 * Math.min(1, highest);
    styler.setYAxisMin(-hair).setYAxisMax(1.08 * highest);
    if (showsValues && series.size() * categories.size() > BARS_BESIDE_LEGEND) {
      styler.setLegendPosition(LegendPosition.OutsideS);
      styler.setLegendLayout(LegendLayout.Horizontal);
    }
    var groups = List.copyOf(categories);
    for (int i = 0; i < series.size(); i++) {
      Bars bars = series.get(i);
      var drawn = chart.addSeries(bars.label(), groups, bars.values(), bars.spread());
      drawn.setFillColor(Palette.of(i));
      drawn.setLineColor(Palette.of(i));
    }
    return new Figure(chart, BarChart::nothing, 0, caption);
  }

  private CategoryChart empty() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(Style.WIDTH)
            .height(Style.HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    var styler = chart.getStyler();
    Style.apply(styler);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setAvailableSpaceFill(0.75);
    styler.setLabelsVisible(showsValues);
    styler.setLabelsFont(Style.SMALL);
    // A value above the bar would lie upon an error bar.
    boolean spread = series.stream().anyMatch(bars -> bars.spread() != null);
    styler.setLabelsPosition(spread ? 0.5 : 1.05);
    styler.setLabelsFontColor(Style.INK);
    styler.setLabelsFontColorAutomaticEnabled(spread);
    // The library refuses a limit of one label.
    styler.setXAxisMaxLabelCount(Math.max(2, categories.size()));
    // Long names or many of them do not fit side by side.
    if (String.join("  ", categories).length() > LETTERS) {
      styler.setXAxisLabelRotation(45);
    }
    return chart;
  }

  private static void nothing(Graphics2D g, AxesChart<?, ?> axes) {}
}
