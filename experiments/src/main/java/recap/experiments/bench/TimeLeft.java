package recap.experiments.bench;

import java.util.List;
import recap.onednn.Precision;

/**
 * How long the rest of a benchmark takes: a guess from operations, corrected by how long the works
 * that are done have taken.
 */
final class TimeLeft {
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
  private double guessed;
  private double spent;

  /**
   * @param works in the order of measurement
   * @param sides of each race
   * @param rounds turns of each side
   * @param precisions that the processor computes in
   */
  TimeLeft(List<Work> works, int sides, int rounds, List<Precision> precisions) {
    this.works = works;
    this.sides = sides;
    this.rounds = rounds;
    this.gigaflops = precisions.contains(Precision.BF16) ? WIDE_GIGAFLOPS : GIGAFLOPS;
  }

  /** Notes what {@code work} took; of one that could not be measured nothing is noted. */
  void took(Work work, double seconds) {
    guessed += guess(List.of(work));
    spent += seconds;
  }

  /** Seconds for the works from {@code next} on, by what those before took against the guess. */
  double seconds(int next) {
    double correction = guessed == 0 ? 1 : spent / guessed;
    return correction * guess(works.subList(next, works.size()));
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
