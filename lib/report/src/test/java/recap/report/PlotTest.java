package recap.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Where charts draw: coordinates in their SVG, in pixels. */
class PlotTest {
  /** Coordinates have two decimals. */
  private static final Offset<Double> ROUNDING = within(0.03);

  private static final Pattern STROKED =
      Pattern.compile("<path d=\"([^\"]*)\" style=\"fill:none;stroke");

  /** What lies upon the axes: the last group of the SVG that is clipped. */
  private static String drawn(Figure figure) {
    String svg = ChartFiles.svg(figure);
    String group = svg.substring(svg.lastIndexOf("<g clip-path"));
    return group.substring(0, group.indexOf("</g>"));
  }

  /** The commands of the only line. */
  private static String line(Figure figure) {
    List<String> lines = all(STROKED, drawn(figure));
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** One coordinate of each point of a line: 0 for x, 1 for y. */
  private static double[] coordinates(String line, int axis) {
    return Arrays.stream(line.split(" "))
        .mapToDouble(
            point -> Double.parseDouble(point.substring(axis == 0 ? 1 : 0).split(",")[axis]))
        .toArray();
  }

  /** The values of an attribute of one kind of element. */
  private static List<Double> values(String element, String attribute, String text) {
    var pattern = Pattern.compile("<" + element + "[^>]* " + attribute + "=\"([^\"]*)\"");
    return all(pattern, text).stream().map(Double::valueOf).toList();
  }

  private static LineChart chart(double[] x, double... y) {
    return Charts.lines("t", "x", "y").line("a", new Curve(x, y));
  }

  /** Vertical lines of the grid, where the ticks are; and what lies at the named places. */
  @Test
  void everyNamedPlaceHasItsTick() {
    double[] x = {1, 2, 3};
    Figure figure = chart(x, 3, 1, 2).places(List.of("conv1", "inception4a", "fc")).figure();
    double[] drawn = coordinates(line(figure), 0);
    assertThat(drawn[1] - drawn[0]).isCloseTo(drawn[2] - drawn[1], ROUNDING);
    String axes = ChartFiles.svg(figure);
    List<Double> left = values("line", "x1", axes);
    for (double at : drawn) {
      assertThat(left).anyMatch(tick -> Math.abs(tick - at) < 1);
    }
    assertThat(left.stream().distinct().filter(at -> at > drawn[0] + 1 && at < drawn[2] - 1))
        .hasSize(1);
  }

  @Test
  void aNamedPlaceIsOnNoLogarithmicAxis() {
    assertThatThrownBy(() -> chart(new double[] {1}, 3).places(List.of("a")).logX().figure())
        .hasMessageContaining("expected an x range above 0 on a logarithmic axis");
  }

  @Test
  void aZeroHasNoPlaceOnALogarithmicAxis() {
    double[] x = {0, 1, 2, 3, 4};
    Figure figure = chart(x, 3, 0, 1, 2, 4).logY().level(0, "zero").figure();
    // The first point stands alone; from 1 to 2 and from 2 to 4 is one factor.
    double[] y = coordinates(line(figure), 1);
    assertThat(y).hasSize(3);
    assertThat(y[0] - y[1]).isPositive().isCloseTo(y[1] - y[2], ROUNDING);
    assertThat(values("ellipse", "cy", drawn(figure))).hasSize(4);
    assertThat(drawn(figure)).doesNotContain("<line");

    double[] powers =
        coordinates(line(chart(new double[] {0, 1, 10, 100}, 1, 2, 3, 4).logX().figure()), 0);
    assertThat(powers).hasSize(3);
    assertThat(powers[1] - powers[0]).isPositive().isCloseTo(powers[2] - powers[1], ROUNDING);
  }

  @Test
  void whatLiesLeftOfTheAxisStaysThere() {
    Figure figure =
        chart(new double[] {0, 5, 10, 15, 20, 25}, 1, 2, 3, 4, 5, 6).xRange(10, 20).figure();
    double[] x = coordinates(line(figure), 0);
    for (int i = 1; i < x.length; i++) {
      assertThat(x[i] - x[i - 1]).isPositive().isCloseTo(x[1] - x[0], ROUNDING);
    }
    assertThat(values("ellipse", "cx", drawn(figure)))
        .hasSize(3)
        .allMatch(cx -> cx > x[1] && cx < x[5]);
  }

  @Test
  void aLevelLiesWhereItsValueLies() {
    Figure figure = chart(new double[] {0, 1, 2}, 10, 25, 60).level(25, "25 %").figure();
    assertThat(values("line", "y1", drawn(figure)))
        .isEqualTo(values("line", "y2", drawn(figure)))
        .containsExactly(coordinates(line(figure), 1)[1]);
  }

  @Test
  void aLineIsNotJoinedAcrossAGap() {
    double nan = Double.NaN;
    String line = line(chart(new double[] {0, 1, 2, 3, 4}, 1, 2, nan, 2, 1).figure());
    assertThat(line).matches("M\\S+ L\\S+ M\\S+ L\\S+");
  }

  /**
   * Labels of the x axis, which stand in one line below it; the y axis has its own at other places.
   */
  private static int labelsOfX(Figure figure) {
    var place = Pattern.compile("<g transform=\"translate\\([^ ]+ (4[89]\\d[^)]*)\\)\"");
    return all(place, ChartFiles.svg(figure)).size();
  }

  /** XChart labels powers of ten alone. */
  @Test
  void aLogarithmicXAxisWithinOneDecadeHasLabels() {
    assertThat(labelsOfX(chart(new double[] {20, 30, 50}, 1, 2, 3).logX().figure())).isEqualTo(2);
    var balls = Charts.balls("t", "x", "y").ball("a", "f", 20, 1, 1).ball("b", "f", 50, 2, 1);
    assertThat(labelsOfX(balls.logX().figure())).isEqualTo(2);
  }

  private static final Pattern BAR =
      Pattern.compile("<path d=\"([^\"]*) Z\" style=\"fill:rgb\\(0,114,178\\)");

  /** Upper edges of the bars, of which all have the lower edge {@code bottom}. */
  private static double[] tops(String svg, double bottom) {
    List<String> bars = all(BAR, svg);
    bars.forEach(bar -> assertThat(coordinates(bar, 1)[2]).isCloseTo(bottom, ROUNDING));
    return bars.stream().mapToDouble(bar -> coordinates(bar, 1)[0]).toArray();
  }

  /** The rectangle behind the bars ends where the x axis lies. */
  private static double bottom(String svg) {
    double top = values("rect", "y", svg).stream().filter(y -> y > 0).findFirst().orElseThrow();
    return top + values("rect", "height", svg).get(0);
  }

  @Test
  void smallBarsStandOnTheAxisToo() {
    for (double unit : new double[] {1, 1e-6}) {
      var values = List.of(4 * unit, 2 * unit);
      String svg =
          ChartFiles.svg(
              Charts.bars("t", "x", "y")
                  .categories(List.of("p", "q"))
                  .bars("s", 1, values)
                  .figure());
      double bottom = bottom(svg);
      double[] tops = tops(svg, bottom);
      assertThat(bottom - tops[0]).isCloseTo(2 * (bottom - tops[1]), ROUNDING);
    }
  }

  /** The fourth part of the largest size is half as wide; the least radius is 3. */
  @Test
  void theAreaOfABallIsItsSize() {
    var balls = Charts.balls("t", "x", "y").ball("a", "f", 1, 1, 100).ball("b", "f", 2, 2, 25);
    String svg = ChartFiles.svg(balls.ball("c", "f", 3, 3, 0).figure());
    // Each is filled and then stroked.
    assertThat(values("ellipse", "rx", svg)).containsExactly(34.0, 34.0, 17.0, 17.0, 3.0, 3.0);
  }

  @Test
  void anErrorBarReachesOneSpreadToEachSide() {
    var chart = Charts.bars("t", "x", "y").categories(List.of("p", "q"));
    String svg = ChartFiles.svg(chart.bars("s", 2, List.of(3.0, 4.0), List.of(1.0, 0.5)).figure());
    double bottom = bottom(svg);
    double unit = (bottom - tops(svg, bottom)[0]) / 3;
    var upright =
        Pattern.compile("stroke:rgb\\(0,0,0\\)[^>]* x1=\"([^\"]*)\" x2=\"\\1\" (y1=[^>]*)/>");
    List<String> spans = upright.matcher(svg).results().map(match -> match.group(2)).toList();
    assertThat(spans).hasSize(2);
    assertSpan(spans.get(0), bottom - 4 * unit, bottom - 2 * unit);
    assertSpan(spans.get(1), bottom - 4.5 * unit, bottom - 3.5 * unit);
  }

  private static void assertSpan(String span, double top, double bottom) {
    List<String> ends = all(Pattern.compile("\"([^\"]*)\""), span);
    assertThat(Double.parseDouble(ends.get(0))).isCloseTo(top, ROUNDING);
    assertThat(Double.parseDouble(ends.get(1))).isCloseTo(bottom, ROUNDING);
  }
}
