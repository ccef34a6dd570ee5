package recap.experiments;

import java.util.List;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.onednn.Mode;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * What {@link Stopwatch} measured of one network in one mode.
 *
 * @param millis of one part of a pass, an image say, turn by turn
 */
record Turns(DoubleColumn millis) {
  /** Operations of a multiply-accumulate. */
  private static final double OPERATIONS = 2;

  /**
   * All turns of some runs.
   *
   * @param parts of a pass, by which its time is divided
   */
  static Turns of(List<RunRecord> runs, String network, Mode mode, double parts) {
    String metric = Stopwatch.metric(network, mode);
    double[] millis =
        runs.stream()
            .flatMap(run -> run.having(metric).stream())
            .mapToDouble(point -> point.values().get(metric) / parts)
            .toArray();
    return new Turns(DoubleColumn.create("milliseconds", millis));
  }

  int count() {
    return millis.size();
  }

  double median() {
    return millis.median();
  }

  /**
   * GFLOP/s.
   *
   * @param macs of the part that is timed
   */
  double gflops(double macs) {
    return OPERATIONS * macs / median() * 1e-6;
  }

  /** The columns that {@link #append} fills. */
  static DoubleColumn[] columns() {
    return new DoubleColumn[] {
      DoubleColumn.create("min_ms"),
      DoubleColumn.create("median_ms"),
      DoubleColumn.create("max_ms"),
      DoubleColumn.create("gflops")
    };
  }

  void append(Table table, double macs) {
    table.doubleColumn("min_ms").append(millis.min());
    table.doubleColumn("median_ms").append(median());
    table.doubleColumn("max_ms").append(millis.max());
    table.doubleColumn("gflops").append(gflops(macs));
  }

  /** Where these were measured: a time means nothing without. */
  static String machines(List<RunRecord> runs) {
    return runs.stream()
        .map(run -> run.machine().text())
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
