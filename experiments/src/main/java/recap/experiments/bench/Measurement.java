package recap.experiments.bench;

/**
 * One side of a race.
 *
 * @param name what computed
 * @param rounds the median step of each round, in milliseconds
 * @param stepsPerRound how many steps each of those is the median of
 * @param peakMegabytes the most memory that its process had resident
 */
public record Measurement(String name, double[] rounds, int stepsPerRound, long peakMegabytes) {
  /** Over the rounds, in milliseconds. */
  public Spread spread() {
    return Spread.of(rounds);
  }
}
