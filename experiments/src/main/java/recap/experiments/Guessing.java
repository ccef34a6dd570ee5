package recap.experiments;

import java.util.List;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;

/**
 * Runs whose loss stayed at that of guessing for half of their epochs or more, as where most units
 * of a network answer 0 to all images. One of them decides a mean and its spread, so it is named.
 */
final class Guessing {
  /** Of ten classes, which all sets here have. */
  private static final double LOSS = Math.log(10);

  /** The share of {@link #LOSS} above which nothing has been learnt. */
  private static final double NOTHING = 0.98;

  private Guessing() {}

  /** {@code ; at the loss of guessing for half of its epochs: plain seed 5}; empty for none. */
  static String named(List<RunRecord> runs) {
    String names =
        runs.stream()
            .filter(Guessing::forHalf)
            .map(run -> run.arm() + " seed " + run.seed())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; at the loss of guessing for half of its epochs: " + names;
  }

  private static boolean forHalf(RunRecord run) {
    List<Point> points = run.having("train_loss");
    return !points.isEmpty()
        && points.get((points.size() - 1) / 2).values().get("train_loss") > NOTHING * LOSS;
  }
}
