package recap.report;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
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

  private final CategoryChart chart;
  private final List<String> categories = new ArrayList<>();
  private int count;
  private double highest;
  private String caption = "";

  BarChart(String title, String xTitle, String yTitle) {
    chart =
        new CategoryChartBuilder()
            .width(Style.WIDTH)
            .height(Style.HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    Style.apply(chart.getStyler());
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setAvailableSpaceFill(0.75);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setLabelsPosition(1.05);
    chart.getStyler().setLabelsFont(Style.SMALL);
    chart.getStyler().setLabelsFontColorAutomaticEnabled(false);
    chart.getStyler().setLabelsFontColor(Style.INK);
  }

  /** Leaves out the values above the bars, where there are too many to read. */
  public BarChart withoutValues() {
    chart.getStyler().setLabelsVisible(false);
    return this;
  }

  /** The groups, from left to right. */
  public BarChart categories(List<String> names) {
    categories.addAll(names);
    // The library refuses a limit of one label.
    chart.getStyler().setXAxisMaxLabelCount(Math.max(2, categories.size()));
    // Long names or many of them do not fit side by side.
    if (String.join("  ", names).length() > LETTERS) {
      chart.getStyler().setXAxisLabelRotation(45);
    }
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

  /** The same with an error bar of {@code spread} to each side. */
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
    var series = chart.addSeries(label, categories, values, spread);
    if (spread != null) {
      // A value above the bar would lie upon the error bar.
      chart.getStyler().setLabelsPosition(0.5);
      chart.getStyler().setLabelsFontColorAutomaticEnabled(true);
    }
    for (int i = 0; i < values.size(); i++) {
      highest = Math.max(highest, values.get(i) + (spread == null ? 0 : spread.get(i)));
    }
    series.setFillColor(Style.colour(count));
    series.setLineColor(Style.colour(count));
    count++;
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
   * The finished chart.
   *
   * @throws IllegalArgumentException when no bar is above zero
   */
  public Figure figure() {
    if (!(highest > 0)) {
      throw new IllegalArgumentException(
          "chart '%s': expected a bar above zero, received none; leave the chart out"
              .formatted(chart.getTitle()));
    }
    // A hair below zero, since XChart labels no edge.
    double hair = 1e-6 * Math.min(1, highest);
    chart.getStyler().setYAxisMin(-hair).setYAxisMax(1.08 * highest);
    if (chart.getStyler().isLabelsVisible() && count * categories.size() > BARS_BESIDE_LEGEND) {
      chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
      chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    }
    return new Figure(chart, BarChart::nothing, 0, caption);
  }

  private static void nothing(Graphics2D g, AxesChart<?, ?> axes) {}
}
