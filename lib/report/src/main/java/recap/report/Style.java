package recap.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How every chart of the project looks, beside its {@link Palette}: white, few grid lines. */
final class Style {
  static final int WIDTH = 900;
  static final int HEIGHT = 520;

  static final Color INK = new Color(0x222222);
  static final Color MUTED = new Color(0x666666);
  static final Color GRID = new Color(0xe4e4e4);

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
  static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  private static final List<float[]> DASHES =
      List.of(
          new float[0],
          new float[] {9, 4},
          new float[] {2, 3},
          new float[] {9, 3, 2, 3},
          new float[] {16, 5});

  private Style() {}

  static Color faint(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }

  static BasicStroke stroke(int dash, float width) {
    float[] pattern = DASHES.get(Math.floorMod(dash, DASHES.size()));
    return pattern.length == 0
        ? new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : new BasicStroke(
            width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, pattern.clone(), 0);
  }

  /** An empty chart over two axes of numbers. */
  static XYChart axes(int width, String title, String xTitle, String yTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    apply(chart.getStyler());
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Style::tick);
    return chart;
  }

  static void apply(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setAxisTickMarksColor(MUTED);
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsColor(INK);
    styler.setChartTitleFont(TITLE);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(10);
    styler.setAxisTitleFont(AXIS);
    styler.setAxisTickLabelsFont(LABEL);
    styler.setLegendFont(LABEL);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendSeriesLineLength(34);
    styler.setChartPadding(12);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setMarkerSize(8);
    // Neither the reader's language nor his clock may change a byte.
    styler.setLocale(Locale.ROOT);
    styler.setTimezone(TimeZone.getTimeZone("UTC"));
    styler.setYAxisTickLabelsFormattingFunction(Style::tick);
  }

  /** The y of a series that XChart places in legend and axes but does not draw, at each of x. */
  static double[] nothing(double[] x) {
    double[] y = new double[x.length];
    Arrays.fill(y, Double.NaN);
    return y;
  }

  /** The x of such a series: unevenly spaced, or XChart would put its ticks at just these. */
  static double[] unseen(AxesChartStyler styler) {
    double least = styler.getXAxisMin();
    double most = styler.getXAxisMax();
    return new double[] {least, least + 0.3 * (most - least), most};
  }

  /** {@code 64,000}, {@code 12.5}, {@code 0.002}: as many digits as the value has, at most four. */
  static String tick(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    double size = Math.abs(value);
    if (size >= 1e9 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
