package recap.experiments;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import recap.experiments.ArmComparison.Measure;
import recap.experiments.ArmComparison.Side;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.report.Charts;
import recap.report.Figure;
import tech.tablesaw.api.Table;

/** A table of how runs ended; a chart for each two arms that are compared, and the verdicts. */
final class ArmComparisonReport {
  private ArmComparisonReport() {}

  static Conclusion of(Scale scale, List<ArmComparison> comparisons, List<RunRecord> records) {
    Map<String, Figure> charts = new LinkedHashMap<>();
    Set<Set<String>> drawn = new HashSet<>();
    for (ArmComparison comparison : comparisons) {
      if (drawn.add(comparison.arms())) {
        chart(comparison, records).ifPresent(chart -> charts.put(comparison.claim(), chart));
      }
    }
    List<Finding> findings =
        comparisons.stream().map(comparison -> comparison.finding(scale, records)).toList();
    return new Conclusion(findings, Map.of("ends", table(comparisons, records)), charts);
  }

  private static Table table(List<ArmComparison> comparisons, List<RunRecord> records) {
    RunTable table =
        RunTable.of("ends", Diverged.without(records))
            .column("train_error_percent", run -> Percent.of(run.last("train_error")))
            .column("test_error_percent", run -> Percent.of(run.last("test_error")))
            .column("gap_points", run -> Percent.rounded(Measure.GENERALISATION_GAP.of(run)));
    if (comparisons.stream().anyMatch(c -> c.measures().contains(Measure.EPOCHS))) {
      table.column("epochs_to_25_percent", ArmComparisonReport::epochs);
    }
    return table.table();
  }

  /** NaN for a run that did not get there. */
  private static double epochs(RunRecord run) {
    Span span = Span.of(run);
    return span.reached() ? span.epochs() : Double.NaN;
  }

  /**
   * A colour for an arm; dashes for the training images, solid lines for the test images. Empty
   * where one of the arms has no run yet.
   */
  private static Optional<Figure> chart(ArmComparison comparison, List<RunRecord> records) {
    List<Side> sides = List.of(comparison.better(), comparison.worse());
    if (sides.stream().anyMatch(side -> side.runs(records).isEmpty())) {
      return Optional.empty();
    }
    String title = sides.get(0).title() + " against " + sides.get(1).title();
    String capital = title.substring(0, 1).toUpperCase(Locale.ROOT);
    var chart = Charts.lines(capital + title.substring(1), "epoch", "error (%)");
    var used = new ArrayList<RunRecord>();
    for (Side side : sides) {
      List<RunRecord> runs = side.runs(records);
      int colour = sides.indexOf(side);
      chart.seeds(side.title() + ", test", colour, 0, Curves.overEpochs(runs, "test_error", 100));
      chart.seeds(
          side.title() + ", training", colour, 1, Curves.overEpochs(runs, "train_error", 100));
      used.addAll(runs);
    }
    return Curves.figure(chart, used);
  }
}
