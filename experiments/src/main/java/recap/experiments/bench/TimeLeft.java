package recap.experiments.bench;

import java.util.List;
import recap.onednn.Precision;

/**
 * How long the rest of a benchmark takes: a guess from operations, corrected by how long the works
 * that are done have taken.
 */
public final class TimeLeft {
  /** Starting, compiling and warming up a side. */
  private static final double START_SECONDS = 4;

  /** What the guess supposes of two cores; a wrong one is corrected by the first race. */
  private static final double GIGAFLOPS = 100;

  /** The same with AVX-512, which computes bfloat16 too. */
  private static final double WIDE_GIGAFLOPS = 250;

  private static final double LEAST_TURN_SECONDS = 0.35;

  private final List<Work> works;
  private final int sides;
  private final int rounds;
  private final double gigaflops;

  /**
   * @param works in the order of measurement
   * @param sides of each race
   * @param rounds turns of each side
   * @param precisions that the processor computes in
   */
  public TimeLeft(List<Work> works, int sides, int rounds, List<Precision> precisions) {
    this.works = works;
    this.sides = sides;
    this.rounds = rounds;
    this.gigaflops = precisions.contains(Precision.BF16) ? WIDE_GIGAFLOPS : GIGAFLOPS;
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
                        + rounds * Math.max(LEAST_TURN_SECONDS, work.gigaOperations() / gigaflops)))
        .sum();
  }
}
