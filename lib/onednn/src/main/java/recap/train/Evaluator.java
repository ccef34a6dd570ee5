package recap.train;

import java.util.Optional;
import recap.data.BatchSource;
import recap.data.ImageSet;
import recap.nn.Network;
import recap.onednn.Executable;
import recap.onednn.Mode;

/** Measures errors in inference mode, with an executable of its own that is compiled once. */
final class Evaluator implements AutoCloseable {
  /**
   * Shares of images misclassified, in [0, 1]; NaN where not asked for.
   *
   * @param training over the whole training set, without augmentation
   * @param test over the whole test set
   */
  record Errors(double training, double test) {}

  private final Training training;
  private final RunGuard guard;
  private final Network network;
  private final Optional<Executable> executable;
  private final int[] labels;

  /** Compiles right away, so that too little memory shows before the first step. */
  Evaluator(Training training, RunGuard guard, int threads) {
    this.training = training;
    this.guard = guard;
    network = training.network().inferenceForm();
    int batch = batch(training);
    labels = new int[batch];
    executable =
        batch == 0
            ? Optional.empty()
            : Optional.of(
                Executable.compile(network, batch, training.precision(), Mode.INFERENCE, threads));
  }

  /** The images that are computed at once; 0 where nothing is measured. */
  static int batch(Training training) {
    Evaluation wanted = training.evaluation();
    int largest =
        Math.max(
            wanted.trainingSet() ? training.data().train().size() : 0,
            wanted.testSet() ? training.data().test().size() : 0);
    return Math.min(wanted.batch(), largest);
  }

  /** The native bytes that one of {@code batch} images takes, computed by {@code threads}. */
  static long need(Training training, int batch, int threads) {
    Network network = training.network().inferenceForm();
    return batch == 0
        ? 0
        : Executable.memoryFor(network, batch, training.precision(), Mode.INFERENCE, threads)
            .total();
  }

  /** The errors with the weights that {@code trained} has now; empty when interrupted. */
  Optional<Errors> measure(Executable trained) {
    if (executable.isEmpty()) {
      return Optional.of(new Errors(Double.NaN, Double.NaN));
    }
    executable.get().load(trained.weights().of(network));
    Evaluation wanted = training.evaluation();
    double[] errors = {Double.NaN, Double.NaN};
    ImageSet[] sets = {
      wanted.trainingSet() ? training.data().train() : null,
      wanted.testSet() ? training.data().test() : null
    };
    for (int i = 0; i < sets.length; i++) {
      if (sets[i] != null) {
        int wrong = wrong(executable.get(), sets[i]);
        if (wrong < 0) {
          return Optional.empty();
        }
        errors[i] = (double) wrong / sets[i].size();
      }
    }
    return Optional.of(new Errors(errors[0], errors[1]));
  }

  /** The images of {@code set} that are misclassified; -1 when interrupted. */
  private int wrong(Executable inference, ImageSet set) {
    var source = BatchSource.evaluation(set, training.normalization(), labels.length);
    int correct = 0;
    for (int batch = 0; batch < source.batches(); batch++) {
      if (guard.stopRequested()) {
        return -1;
      }
      int count = source.fill(0, batch, inference.inputBuffer(), labels);
      inference.forward();
      correct += inference.correct(labels, count);
    }
    return set.size() - correct;
  }

  long nativeBytes() {
    return executable.map(inference -> inference.memory().total()).orElse(0L);
  }

  @Override
  public void close() {
    executable.ifPresent(Executable::close);
  }
}
