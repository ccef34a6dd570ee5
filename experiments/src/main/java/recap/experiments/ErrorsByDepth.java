package recap.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import recap.experiments.Degradation.Form;
import recap.experiments.record.RunRecord;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Test errors of residual networks by depth, beside those of table 6 of He et al. (2015). How far
 * ours may lie from the paper's is set, not derived: the paper gives a spread for 110 layers alone,
 * of which its table has the best run of five: 6.61 % in the mean, 0.16 points of deviation.
 */
final class ErrorsByDepth {
  /**
   * What the paper reports for a depth.
   *
   * @param percent its test error, of one training
   * @param points how far ours may lie from it; NaN where nothing hangs on it
   */
  private record Reported(double percent, double points) {}

  /** The depth of which others have published several runs, and what they found. */
  private static final int SCATTERED = 56;

  private static final String OTHERS =
      "; others find a wide scatter at 56 layers: the best errors of six runs of one PyTorch"
          + " implementation, with all 50 000 images, were 6.89 to 8.42 %"
          + " (akamaster/pytorch_resnet_cifar10 on GitHub, issue 18, 2020)";

  /** The greatest depth that is drawn: the paper's next would press all others together. */
  private static final int DEEPEST_DRAWN = 110;

  /** Layers that the chart leaves free on both sides. */
  private static final int MARGIN = 4;

  private static final TreeMap<Integer, Reported> PAPER = new TreeMap<>();

  static {
    PAPER.put(20, new Reported(8.75, 0.5));
    PAPER.put(32, new Reported(7.51, Double.NaN));
    PAPER.put(44, new Reported(7.17, Double.NaN));
    PAPER.put(56, new Reported(6.97, 0.6));
    PAPER.put(110, new Reported(6.43, Double.NaN));
    PAPER.put(1202, new Reported(7.93, Double.NaN));
  }

  private final TreeMap<Integer, List<Double>> ours = new TreeMap<>();
  private final List<RunRecord> used = new ArrayList<>();

  /** From the runs among {@code records} of residual networks that the table has. */
  ErrorsByDepth(List<RunRecord> records) {
    for (RunRecord run : records) {
      for (int layers : PAPER.keySet()) {
        if (run.arm().equals(Form.RESNET.arm(layers))) {
          ours.computeIfAbsent(layers, depth -> new ArrayList<>())
              .add(100 * run.last("test_error"));
          used.add(run);
        }
      }
    }
  }

  /** A row for each depth of the paper; what has not been run is left empty. */
  Table table() {
    var table =
        Table.create(
            "table-6",
            IntColumn.create("layers"),
            DoubleColumn.create("paper_percent"),
            DoubleColumn.create("ours_percent"),
            DoubleColumn.create("standard_deviation"),
            IntColumn.create("runs"),
            DoubleColumn.create("difference_points"));
    PAPER.forEach(
        (layers, reported) -> {
          List<Double> errors = ours.getOrDefault(layers, List.of());
          double mean = Finding.mean(errors);
          table.intColumn(0).append(layers);
          table.doubleColumn(1).append(reported.percent());
          table.doubleColumn(2).append(Percent.rounded(mean));
          table.doubleColumn(3).append(Percent.rounded(Finding.deviation(errors)));
          table.intColumn(4).append(errors.size());
          table.doubleColumn(5).append(Percent.rounded(mean - reported.percent()));
        });
    return table;
  }

  /** The paper's over the layers and each of ours; empty before two depths have been run. */
  Optional<Figure> chart() {
    if (ours.size() < 2) {
      return Optional.empty();
    }
    var drawn = PAPER.headMap(DEEPEST_DRAWN, true);
    var paper =
        Curve.of(
            List.copyOf(drawn.keySet()), drawn.values().stream().map(Reported::percent).toList());
    var layers = new ArrayList<Integer>();
    var errors = new ArrayList<Double>();
    ours.forEach(
        (depth, ends) ->
            ends.forEach(
                end -> {
                  layers.add(depth);
                  errors.add(end);
                }));
    return Optional.of(
        Charts.lines("Residual networks on CIFAR-10's images", "layers", "test error (%)")
            .line("paper, table 6", paper)
            .points("ours, each run", Curve.of(layers, errors))
            .xRange(drawn.firstKey() - MARGIN, drawn.lastKey() + MARGIN)
            .caption(Curves.caption(used))
            .figure());
  }

  /** In words, for the depths that are held to the paper: {@code ; ResNet-20 0.12 points ...}. */
  String comparison() {
    var text = new StringBuilder();
    ours.forEach(
        (layers, errors) -> {
          Reported reported = PAPER.get(layers);
          double apart = Finding.mean(errors) - reported.percent();
          if (!Double.isNaN(reported.points())) {
            text.append(
                String.format(
                    Locale.ROOT,
                    "; %s is %.2f points %s the paper's %.2f %%, %s the %.1f allowed here",
                    Form.RESNET.title(layers),
                    Math.abs(apart),
                    apart < 0 ? "below" : "above",
                    reported.percent(),
                    Math.abs(apart) <= reported.points() ? "within" : "more than",
                    reported.points()));
          }
        });
    return text + (ours.containsKey(SCATTERED) ? OTHERS : "");
  }
}
