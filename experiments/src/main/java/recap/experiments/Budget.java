package recap.experiments;

import java.util.List;
import java.util.Map;
import recap.data.Normalization;
import recap.data.TrainTest;
import recap.experiments.record.Scale;
import recap.nn.Network;
import recap.train.Evaluation;
import recap.train.Schedule;
import recap.train.Sgd;
import recap.train.Training;

/**
 * How much a scale spends on the training of small networks on CIFAR-10.
 *
 * @param trainImages to learn from: the first ones of the training set
 * @param testImages to measure the test error with: the first ones of the test set
 * @param epochs of each run
 * @param seeds of each arm
 */
record Budget(Scale scale, int trainImages, int testImages, int epochs, int seeds) {
  private static final int EVALUATED = 500;

  /**
   * For several seeds of many arms: at QUICK the first tenth of the training images, some minutes
   * an arm.
   */
  static Budget small(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Budget(scale, 128, 64, 2, 1);
      case QUICK -> new Budget(scale, 5_000, 5_000, 20, 3);
      case PAPER -> new Budget(scale, 50_000, 10_000, 60, 5);
    };
  }

  TrainTest data() {
    return Datasets.first(scale, trainImages, testImages);
  }

  /** What records of {@link #training} name of it. */
  Map<String, Object> settings(int batch) {
    return TodaysProtocol.ofEpochs(scale, trainImages, testImages, batch, epochs);
  }

  /** {@code Each run trains for 20 epochs over 5000 images}: for how long, in words. */
  String length() {
    return "Each run trains for %d epochs over %d images".formatted(epochs, trainImages);
  }

  /** What it leaves out, in words. */
  List<String> deviations() {
    return Datasets.deviations(scale, trainImages, testImages);
  }

  /** Errors of both sets after every epoch. */
  static Evaluation evaluation(TrainTest data) {
    return Evaluation.everyEpoch().trainingSet(true).batch(evaluated(data));
  }

  /** Images that errors are measured with at a time. */
  static int evaluated(TrainTest data) {
    return Math.min(EVALUATED, data.test().size());
  }

  /** {@code batch} images a step, or half of the set where that is fewer. */
  static int batch(int batch, int trainImages) {
    return Math.min(batch, trainImages / 2);
  }

  /**
   * A training on inputs of unit variance, with AlexNet's momentum and weight decay (Krizhevsky et
   * al. 2012, section 5). Its rate is divided by ten after three quarters of the epochs.
   *
   * @param batch images a step, or half of the set where that is fewer
   */
  static Training training(
      Network network, TrainTest data, int batch, int epochs, double rate, long seed) {
    int images = batch(batch, data.train().size());
    int iterations = epochs * (data.train().size() / images);
    return Training.of(network, data)
        .normalization(Normalization.unitVariance(data.train()))
        .batch(images)
        .epochs(epochs)
        .sgd(new Sgd(0.9, 5e-4))
        .schedule(Schedule.step(rate, 0.1, iterations * 3 / 4))
        .seed(seed)
        .evaluation(evaluation(data));
  }
}
