package recap.experiments.bench;

import java.util.List;

/**
 * How long the rest of a benchmark takes: a guess from operations, corrected by how long the works
 * that are done have taken.
 */
public final class TimeLeft {
  /** Starting, compiling and warming up a side. */
  private static final double START_SECONDS = 4;

  /** What the guess supposes; a wrong one is corrected by the first race. */
  private static final double GIGAFLOPS = 250;

  private static final double LEAST_TURN_SECONDS = 0.35;

  private final List<Work> works;
  private final int sides;
  private final int rounds;

  /**
   * @param works in the order of measurement
   * @param sides of each race
   * @param rounds turns of each side
   */
  public TimeLeft(List<Work> works, int sides, int rounds) {
    this.works = works;
    this.sides = sides;
    this.rounds = rounds;
  }

  /** Seconds left after the first {@code done} works took {@code elapsed} seconds. */
  public double seconds(int done, double elapsed) {
    double before = guess(works.subList(0, done));
    double correction = done == 0 ? 1 : elapsed / before;
    return correction * guess(works.subList(done, works.size()));
  }

  private double guess(List<Work> some) {
    return some.stream()
        .mapToDouble(
            work ->
                sides
                    * (START_SECONDS
                        + rounds * Math.max(LEAST_TURN_SECONDS, work.gigaOperations() / GIGAFLOPS)))
        .sum();
  }
}
