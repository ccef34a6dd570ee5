package recap.train;

/**
 * When and on what a training is measured, in inference mode without augmentation. The end of the
 * training is always a point.
 *
 * @param every how many epochs or iterations lie between two points, at least 1
 * @param unit of {@code every}
 * @param trainingSet whether the error over the whole training set is measured
 * @param testSet whether the error over the whole test set is measured
 * @param batch images at a time; 500 suits CIFAR-10
 */
public record Evaluation(int every, Unit unit, boolean trainingSet, boolean testSet, int batch) {
  /** What {@link Evaluation#every()} counts. */
  public enum Unit {
    EPOCHS,
    ITERATIONS
  }

  /**
   * @throws IllegalArgumentException when a number is below 1
   */
  public Evaluation {
    if (every < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "Evaluation: expected an interval and a batch of at least 1, received every "
              + every
              + " and batch "
              + batch
              + "; use Evaluation.everyEpoch().");
    }
  }

  /** The test error after every epoch. */
  public static Evaluation everyEpoch() {
    return new Evaluation(1, Unit.EPOCHS, false, true, 500);
  }

  /** The test error every {@code iterations} steps. */
  public static Evaluation everyIterations(int iterations) {
    return new Evaluation(iterations, Unit.ITERATIONS, false, true, 500);
  }

  /** The same with the error over the whole training set measured or not. */
  public Evaluation trainingSet(boolean measured) {
    return new Evaluation(every, unit, measured, testSet, batch);
  }

  /** The same with the error over the whole test set measured or not. */
  public Evaluation testSet(boolean measured) {
    return new Evaluation(every, unit, trainingSet, measured, batch);
  }

  /** The same with {@code batch} images at a time. */
  public Evaluation batch(int batch) {
    return new Evaluation(every, unit, trainingSet, testSet, batch);
  }

  /** Whether {@code iteration} steps, of {@code total}, end at a point. */
  boolean due(int iteration, int batchesPerEpoch, int total) {
    long interval = (long) every * (unit == Unit.EPOCHS ? batchesPerEpoch : 1);
    return iteration > 0 && (iteration % interval == 0 || iteration == total);
  }
}
