package recap.experiments.bench;

import java.util.List;

/** Some steps of one side before it is another's turn. */
final class Turn {
  /** About how long one lasts, so that one interruption spoils few of its steps. */
  private static final double MILLIS = 300;

  private static final int MOST_STEPS = 25;

  /** Steps of every side that the length of a turn is taken from. */
  private static final int TRIED_STEPS = 3;

  /** Long enough for the threads of the side before to fall asleep at their barrier. */
  private static final long SETTLE_MILLIS = 50;

  private Turn() {}

  /**
   * Steps of a turn, as the first side takes them. All sides are tried, so that none comes to its
   * first turn warmer than another.
   */
  static int steps(List<Subject> sides) {
    double[] tried = sides.stream().mapToDouble(Turn::once).toArray();
    double once = tried[0];
    return (int) Math.max(1, Math.min(MOST_STEPS, Math.round(MILLIS / once)));
  }

  private static double once(Subject side) {
    return Spread.median(side.run(TRIED_STEPS));
  }

  /**
   * A turn of each side.
   *
   * @param times receives the median step of side {@code i} in milliseconds, at {@code [i][round]}
   */
  static void each(List<Subject> sides, int steps, int round, double[][] times)
      throws InterruptedException {
    for (int i = 0; i < sides.size(); i++) {
      times[i][round] = Spread.median(sides.get(i).run(steps));
      Thread.sleep(SETTLE_MILLIS);
    }
  }
}
