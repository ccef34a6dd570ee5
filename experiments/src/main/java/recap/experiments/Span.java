package recap.experiments;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import tech.tablesaw.api.DoubleColumn;

/**
 * How long a run took until 25 % of its training images were wrong, the mark of figure 1 in
 * Krizhevsky et al. 2012.
 *
 * @param epochs whole epochs
 * @param seconds of training: the epochs at the run's median epoch, which neither a machine busy
 *     with something else for a while nor the first epoch's warming up changes
 * @param reached whether it got there; otherwise both are what it spent in vain
 */
record Span(double epochs, double seconds, boolean reached) {
  /** The training error to reach. */
  static final double TARGET = 0.25;

  static Span of(RunRecord run) {
    List<Point> points = run.having("train_error");
    Optional<Point> target =
        points.stream().filter(point -> point.values().get("train_error") <= TARGET).findFirst();
    double epochs = target.orElse(points.get(points.size() - 1)).epoch();
    return new Span(epochs, epochs * medianEpoch(points), target.isPresent());
  }

  /**
   * Which runs did not get there and where they ended: {@code ; time-tanh seed 5 not there after 40
   * epochs, at 30.0 %}.
   */
  static String late(List<RunRecord> runs) {
    return runs.stream()
        .filter(run -> !of(run).reached())
        .map(
            run ->
                String.format(
                    Locale.ROOT,
                    "; %s seed %d not there after %.0f epochs, at %.1f %%",
                    run.arm(),
                    run.seed(),
                    of(run).epochs(),
                    100 * run.last("train_error")))
        .collect(Collectors.joining());
  }

  /** Seconds of training an epoch; a point counts the seconds since the run began. */
  private static double medianEpoch(List<Point> points) {
    var seconds = DoubleColumn.create("seconds");
    var before = new Point(0, 0, Map.of("train_seconds", 0.0));
    for (Point point : points) {
      double spent = point.values().get("train_seconds") - before.values().get("train_seconds");
      seconds.append(spent / (point.epoch() - before.epoch()));
      before = point;
    }
    return seconds.median();
  }
}
