package recap.train;

import java.util.List;

/**
 * Where a training stands between two steps, apart from its tensors. Random numbers need no state:
 * each is a function of the seed and the position.
 *
 * @param iteration steps done; epoch and place in the epoch follow from it
 * @param steps steps since the last point
 * @param lossSum sum of their losses
 * @param correct images among them that were classified right
 * @param gradientNorm of the first weight, in the last step before a point
 * @param trainingSeconds see {@link Metrics}
 * @param evaluationSeconds see {@link Metrics}
 * @param history the points so far
 * @param environments what the bits depend on besides the configuration, for each machine that took
 *     part
 */
record TrainingState(
    int iteration,
    int steps,
    double lossSum,
    long correct,
    double gradientNorm,
    double trainingSeconds,
    double evaluationSeconds,
    List<Metrics> history,
    List<String> environments) {
  static final TrainingState START =
      new TrainingState(0, 0, 0, 0, Double.NaN, 0, 0, List.of(), List.of());

  TrainingState {
    history = List.copyOf(history);
    environments = List.copyOf(environments);
  }
}
