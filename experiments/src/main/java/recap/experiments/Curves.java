package recap.experiments;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import recap.report.LineChart;

/** What charts draw of training runs. */
final class Curves {
  private Curves() {}

  /** A metric times {@code factor} over epochs, from the points that have it. */
  static Curve overEpochs(RunRecord run, String metric, double factor) {
    return over(Point::epoch, run, metric, factor);
  }

  /** The same over iterations. */
  static Curve overIterations(RunRecord run, String metric, double factor) {
    return over(Point::iteration, run, metric, factor);
  }

  private static Curve over(
      Function<Point, Number> place, RunRecord run, String metric, double factor) {
    List<Point> points = run.having(metric);
    return Curve.of(
        points.stream().map(place).toList(),
        points.stream().map(point -> factor * point.values().get(metric)).toList());
  }

  /** {@link #overEpochs} of each run. */
  static List<Curve> overEpochs(List<RunRecord> runs, String metric, double factor) {
    return runs.stream().map(run -> overEpochs(run, metric, factor)).toList();
  }

  /** The chart with the runs it was made from below; empty where there are none. */
  static Optional<Figure> figure(LineChart chart, List<RunRecord> used) {
    return used.isEmpty() ? Optional.empty() : Optional.of(chart.caption(caption(used)).figure());
  }

  /** Which data and runs a chart was made from; where there are test images, of these too. */
  static String caption(List<RunRecord> used) {
    String data = used.get(0).data().name();
    Object test = used.get(0).spec().configuration().get("testSet");
    return Charts.caption(
        test == null || test.equals(data) ? data : data + "; " + test,
        used.stream().map(RunRecord::run).toList());
  }

  /** The same of a chart of times, with where these were measured. */
  static String timed(List<RunRecord> used) {
    return caption(used) + " On " + Turns.machines(used) + ".";
  }
}
