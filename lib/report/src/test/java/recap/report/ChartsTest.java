package recap.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Conv2d;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;

class ChartsTest {
  private static Curve falling(double noise) {
    double[] x = IntStream.rangeClosed(0, 20).asDoubleStream().toArray();
    double[] y =
        IntStream.rangeClosed(0, 20)
            .mapToDouble(i -> 90 * Math.exp(-i / 6.0) + noise * (i % 3))
            .toArray();
    return new Curve(x, y);
  }

  private static Figure lines() {
    return Charts.lines("Training error, by activation", "epoch", "training error (%)")
        .seeds("ReLU", List.of(falling(1), falling(2)))
        .line("tanh", falling(0))
        .level(25, "25 %")
        .caption(Charts.caption("CIFAR-10", List.of("0123456789abcdef")))
        .figure();
  }

  private static BufferedImage drawn(Figure figure) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(ChartFiles.png(figure)));
  }

  private static long pixels(BufferedImage image, int rgb) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff) == rgb)
        .count();
  }

  @Test
  void linesHaveTheirColoursOnWhite() throws IOException {
    BufferedImage image = drawn(lines());
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
    assertThat(pixels(image, 0x0072b2)).isGreaterThan(1000);
    assertThat(pixels(image, 0xd55e00)).isGreaterThan(1000);
  }

  @Test
  void equalValuesGiveEqualBytes() {
    assertThat(ChartFiles.svg(lines())).isEqualTo(ChartFiles.svg(lines()));
    assertThat(ChartFiles.png(lines())).isEqualTo(ChartFiles.png(lines()));
  }

  @Test
  void theReadersLanguageChangesNothing() {
    List<String> runs = IntStream.range(10, 40).mapToObj(i -> "run" + i).toList();
    String chart = ChartFiles.svg(lines());
    String bars = ChartFiles.svg(bars());
    String caption = Charts.caption("CIFAR-10", runs);
    var own = Locale.getDefault();
    try {
      // Its digits are not those of English.
      Locale.setDefault(Locale.forLanguageTag("fa-IR"));
      assertThat(ChartFiles.svg(lines())).isEqualTo(chart);
      assertThat(ChartFiles.svg(bars())).isEqualTo(bars);
      assertThat(Charts.caption("CIFAR-10", runs)).isEqualTo(caption);
    } finally {
      Locale.setDefault(own);
    }
  }

  private static Figure bars() {
    return Charts.bars("Time of a block", "block", "time (ms)")
        .categories(List.of("basic", "bottleneck"))
        .bars("float32", 10, List.of(3.0, 4.0), List.of(0.1, 0.2))
        .figure();
  }

  @Test
  void paintingTwiceChangesNothing() {
    Figure figure = lines();
    assertThat(ChartFiles.svg(figure)).isEqualTo(ChartFiles.svg(figure));
  }

  @Test
  void svgNamesTitleAndRunsAndPointsToNoOtherHost() {
    assertThat(ChartFiles.svg(lines()))
        .contains("<title>Training error, by activation</title>")
        .contains(
            "<desc>Data: CIFAR-10. Runs: 01234567. Line and band: mean and one standard deviation of"
                + " the seeds.</desc>")
        .doesNotContain("DOCTYPE")
        .containsPattern("clip0-[0-9a-f]+");
  }

  @Test
  void seedsOfDifferentLengthsAreThinLines() {
    var longer = new Curve(new double[] {1, 2, 3}, new double[] {3, 2, 1});
    var shorter = new Curve(new double[] {1, 2}, new double[] {3, 1});
    Figure figure = Charts.lines("t", "x", "y").seeds("a", List.of(longer, shorter)).figure();
    assertThat(figure.caption()).isEqualTo("Thin lines: one a seed.");
    assertThat(Charts.lines("t", "x", "y").line("a", longer).figure().caption()).isEmpty();
  }

  /** The filled path of a band ends before a gap and begins anew behind it. */
  @Test
  void aGapParts() {
    double nan = Double.NaN;
    double[] x = {1, 2, 3, 4, 5};
    List<Curve> seeds =
        List.of(
            new Curve(x, new double[] {5, 4, nan, 3, 2}),
            new Curve(x, new double[] {6, 5, nan, 4, 3}));
    Figure figure = Charts.lines("t", "x", "y").seeds("a", seeds).figure();
    assertThat(ChartFiles.svg(figure)).containsPattern("d=\"M[^\"MZ]*Z ?M[^\"MZ]*Z ?\"");
  }

  /** The second arm's band lies over the first arm's line all along. */
  @Test
  void noBandCoversALine() throws IOException {
    double[] x = {1, 2};
    List<Curve> wide =
        List.of(new Curve(x, new double[] {4, 4}), new Curve(x, new double[] {16, 16}));
    Figure figure =
        Charts.lines("t", "x", "y")
            .line("a", new Curve(x, new double[] {5, 5}))
            .seeds("b", wide)
            .figure();
    assertThat(pixels(drawn(figure), 0x0072b2)).isGreaterThan(1000);
  }

  @Test
  void aLongCurveStaysASmallFile() {
    double[] x = IntStream.range(0, 64_000).asDoubleStream().toArray();
    Figure figure = Charts.lines("t", "iteration", "error (%)").line("a", new Curve(x, x)).figure();
    assertThat(ChartFiles.svg(figure)).hasSizeLessThan(100_000);
  }

  @Test
  void ballsAndBarsDraw() throws IOException {
    Figure balls =
        Charts.balls("Accuracy over MACs", "MACs (G)", "top-1 (%)")
            .sizes("parameters (M)")
            .ball("vgg16", "VGG", 15.5, 71.6, 138)
            .ball("resnet50", "ResNet", 4.1, 76.1, 25.6)
            .figure();
    assertThat(pixels(drawn(balls), 0x0072b2)).isGreaterThan(100);
    assertThat(pixels(drawn(bars()), 0x0072b2)).isGreaterThan(10_000);
  }

  @Test
  void sharesOfEachLayerAddUp() {
    Network network =
        Network.of("two layers", Node.input(1, 8, 8).then(Conv2d.of(4, 3)).then(Conv2d.of(2, 3)));
    // 4 filters of 3x3x1 and 2 of 3x3x4, each with its bias.
    assertThat(CostShares.shares(Account.of(network, 1).rows().subList(1, 3), Row::parameters))
        .containsExactly(100 * 40 / 114.0, 100 * 74 / 114.0);
    String svg = ChartFiles.svg(CostShares.chart(network));
    assertThat(svg)
        .contains("<title>Where two layers keeps its memory, parameters and operations</title>")
        .contains("Computed for one input of 1x8x8");
  }

  @Test
  void aLegendCountsSeedsAndPointsByTheirNames() {
    var curve = new Curve(new double[] {1, 2}, new double[] {3, 1});
    var one = new Curve(new double[] {1}, new double[] {3});
    assertThat(label(true, curve, curve)).isEqualTo("a (N = 2)");
    assertThat(label(false, curve)).isEqualTo("a (2 points)");
    assertThat(label(false, one)).isEqualTo("a (1 point)");
  }

  private static String label(boolean joined, Curve... curves) {
    return new LineChart.Arm("a", 0, 0, 0, joined, List.of(curves)).label();
  }

  @Test
  void aChartWithoutValuesIsRefused() {
    Curve gap = new Curve(new double[] {1}, new double[] {Double.NaN});
    assertThatThrownBy(
            () -> Charts.lines("Loss", "epoch", "loss").line("a", gap).level(1, "").figure())
        .hasMessage(
            "chart 'Loss': expected at least one finite value, received none; leave the chart out");
    assertThatThrownBy(
            () -> Charts.bars("b", "x", "y").categories(List.of("p")).bars("s", 1, List.of()))
        .hasMessageContaining("expected 1 values for 's', one a category, received 0");
  }

  @Test
  void whatABarCannotShowIsRefused() {
    for (double value : new double[] {-3, Double.NaN, Double.POSITIVE_INFINITY}) {
      var chart = Charts.bars("b", "x", "y").categories(List.of("p", "q"));
      assertThatThrownBy(() -> chart.bars("gain", 3, List.of(1.0, value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "BarChart: expected finite values of at least 0 for 'gain', received "
                  + value
                  + "; leave the bar out, or draw points by Charts.lines");
      assertThatThrownBy(() -> chart.bars("gain", 3, List.of(1.0, 2.0), List.of(0.0, value)))
          .hasMessageContaining("expected finite spreads of at least 0 for 'gain', received");
    }
    assertThatThrownBy(() -> Charts.bars("b", "x", "y").bars("s", 1, List.of()))
        .hasMessage("BarChart: expected categories for 's', received none; name them first");
  }

  @Test
  void aNetworkWithoutWeightsHasNoSharesAndACurveIsNotThinnedToNothing() {
    Network network = Network.of("pool", Node.input(1, 8, 8).then(MaxPool.of(2, 2)));
    assertThatThrownBy(() -> CostShares.chart(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "CostShares: expected a network with a convolution or a linear layer, received 'pool',"
                + " which has none; add one");
    assertThatThrownBy(() -> falling(0).thinned(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Curve.thinned: expected a count of at least 1, received 0; raise it");
  }

  @Test
  void aSmoothedCurveIsTheMeanOfTheLastValues() {
    Curve curve = new Curve(new double[] {0, 1, 2, 3}, new double[] {1, 3, Double.NaN, 7});
    assertThat(curve.smoothed(2).x()).containsExactly(0, 1, 2, 3);
    assertThat(curve.smoothed(2).y()).containsExactly(1, 2, 3, 7);
    assertThat(curve.smoothed(1).y()).containsExactly(1, 3, Double.NaN, 7);
    assertThatThrownBy(() -> curve.smoothed(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Curve.smoothed: expected a window of at least 1, received 0; raise it");
  }

  @Test
  void captionShortensIdsAndCountsManyRuns() {
    assertThat(Charts.caption("synthetic", List.of())).isEqualTo("Data: synthetic.");
    List<String> many = IntStream.range(10, 40).mapToObj(i -> "run%d".formatted(i)).toList();
    assertThat(Charts.caption("CIFAR-10", many))
        .isEqualTo("Data: CIFAR-10. Runs: run10 to run39 (30 runs).");
  }

  /** At the last of two places both seeds lie at 60; at the first their band reaches to 94. */
  @Test
  void bandsAndLevelsLieWithinTheAxis() {
    double[] x = {0, 1};
    var seeds = List.of(new Curve(x, new double[] {70, 60}), new Curve(x, new double[] {90, 60}));
    var chart = Charts.lines("t", "x", "y").seeds("a", seeds);
    assertThat(chart.yRange(false).least()).isEqualTo(60);
    assertThat(chart.yRange(false).most()).isEqualTo(80 + Math.sqrt(200));
    assertThat(chart.level(25, "25 %").yRange(false).least()).isZero();
    assertThat(chart.level(99, "99 %").yRange(true).most()).isEqualTo(99);
    assertThat(chart.yRange(true).least()).isEqualTo(25);
  }

  @Test
  void aBandAddsNothingBelowZeroAndNothingBelowALogarithmicAxis() {
    double[] x = {0, 1};
    var seeds = List.of(new Curve(x, new double[] {1, 5}), new Curve(x, new double[] {9, 5}));
    var chart = Charts.lines("t", "x", "y").seeds("a", seeds);
    assertThat(chart.yRange(false).least()).isZero();
    assertThat(chart.yRange(true).least()).isEqualTo(1);
    assertThat(chart.yRange(true).most()).isEqualTo(5 + Math.sqrt(32));
    var signed = List.of(new Curve(x, new double[] {-1, 5}), new Curve(x, new double[] {9, 5}));
    assertThat(Charts.lines("t", "x", "y").seeds("a", signed).yRange(false).least())
        .isEqualTo(4 - Math.sqrt(50));
  }

  @Test
  void bandIsOneSampleDeviationWide() {
    Curve a = new Curve(new double[] {1}, new double[] {2});
    Curve b = new Curve(new double[] {1}, new double[] {4});
    assertThat(Curve.mean(List.of(a, b)).y()).containsExactly(3);
    assertThat(Curve.offset(List.of(a, b), 1).y()[0]).isEqualTo(3 + Math.sqrt(2));
  }

  @Test
  void ticksHaveTheDigitsTheyNeed() {
    assertThat(Style.tick(64_000)).isEqualTo("64,000");
    assertThat(Style.tick(0.25)).isEqualTo("0.25");
    assertThat(Style.tick(12.00004)).isEqualTo("12");
    assertThat(Style.tick(0)).isEqualTo("0");
  }

  @Test
  void logarithmicAxisShowsAtLeastTwoPowersOfTen() {
    assertThat(new Range(0.6, 4.3, true).labelled()).isEqualTo(new Range(0.6, 10, true));
    assertThat(new Range(0.2, 4.3, true).labelled()).isEqualTo(new Range(0.1, 4.3, true));
    assertThat(new Range(2, 5, true).labelled()).isEqualTo(new Range(1, 10, true));
    assertThat(new Range(0.6, 43, true).labelled()).isEqualTo(new Range(0.6, 43, true));
    assertThat(new Range(2, 5, false).labelled()).isEqualTo(new Range(2, 5, false));
  }

  /** XChart rounds a tick down to a whole pixel and drops the label of the first one. */
  @Test
  void aLogarithmicAxisBeginsAndEndsMoreThanAPixelBeyondItsValues() {
    for (double most : new double[] {16, 416, 1e6}) {
      var range = new Range(1, most, true);
      double pixel = Math.pow(range.last() / range.first(), 1.0 / 400);
      assertThat(range.least() / range.first()).isGreaterThan(pixel);
      assertThat(range.last() / range.most()).isGreaterThan(pixel);
    }
  }

  @Test
  void whatALogarithmicAxisCannotPlaceGoesToItsEnd() {
    var band = new Curve(new double[] {1, 2, 3}, new double[] {-0.2, 0.5, Double.NaN});
    assertThat(band.atLeast(0.1).y()).containsExactly(0.1, 0.5, Double.NaN);
  }

  @Test
  void aBallThatHasNoPlaceOrSizeIsRefused() {
    var chart = Charts.balls("t", "x", "y");
    double nan = Double.NaN;
    for (double[] ball : new double[][] {{nan, 1, 1}, {1, nan, 1}, {1, 1, nan}, {1, 1, -1}}) {
      assertThatThrownBy(() -> chart.ball("a", "f", ball[0], ball[1], ball[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "BallChart: expected finite x and y and a size of at least 0 for 'a', received "
                  + "%s, %s and %s; leave the ball out".formatted(ball[0], ball[1], ball[2]));
    }
    assertThatThrownBy(() -> chart.ball("b", "f", 0, 1, 1).logX().figure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "BallChart: expected an x above 0 for 'b' on a logarithmic axis, received 0.0; leave"
                + " the ball out or logX()");
  }

  @Test
  void aFigureIsDrawnAgainAndKeepsWhatItShows() {
    var chart = Charts.lines("t", "x", "y").line("a", falling(0));
    Figure first = chart.figure();
    String svg = ChartFiles.svg(first);
    assertThat(ChartFiles.svg(chart.figure())).isEqualTo(svg);
    Figure second = chart.line("b", falling(1)).level(25, "25 %").figure();
    assertThat(ChartFiles.svg(first)).isEqualTo(svg);
    assertThat(ChartFiles.svg(second)).isNotEqualTo(svg);

    var balls = Charts.balls("t", "x", "y").ball("a", "f", 1, 1, 1);
    Figure one = balls.figure();
    String alone = ChartFiles.svg(one);
    assertThat(ChartFiles.svg(balls.figure())).isEqualTo(alone);
    balls.ball("b", "g", 2, 2, 9).sizes("MB").figure();
    assertThat(ChartFiles.svg(one)).isEqualTo(alone);

    var groups = Charts.bars("t", "x", "y").categories(List.of("p")).bars("a", 0, List.of(1.0));
    Figure few = groups.figure();
    String low = ChartFiles.svg(few);
    assertThat(ChartFiles.svg(groups.figure())).isEqualTo(low);
    groups.bars("b", 0, List.of(9.0)).withoutValues().figure();
    assertThat(ChartFiles.svg(few)).isEqualTo(low);
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    var chart = Charts.lines("t", "x", "y").line("a", falling(0));
    for (double[] range : new double[][] {{2, 1}, {1, 1}, {Double.NaN, 1}}) {
      assertThatThrownBy(() -> chart.xRange(range[0], range[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "LineChart: expected an x range from a smaller to a greater number, received "
                  + "%s to %s; swap or part them".formatted(range[0], range[1]));
    }
    assertThatThrownBy(() -> chart.xRange(0, 10).logX().figure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "LineChart: expected an x range above 0 on a logarithmic axis, received 0.0 to 10.0;"
                + " raise its beginning or leave out logX()");
  }
}
