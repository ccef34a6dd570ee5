package recap.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import recap.nn.Network;
import recap.nn.Param;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.NativeInfo;
import recap.train.TrainingResult.Status;

/** One run from its start or a checkpoint to its end; holds the native memory meanwhile. */
final class TrainingRun implements AutoCloseable {
  /** Far above the loss of any network that still learns; a guess at random has ln(classes). */
  private static final double ABSURD_LOSS = 1e4;

  private static final String REMEDY = "use a lower rate or other initial weights.";

  private final Trainer trainer;
  private final Training training;
  private final RunGuard guard;
  private final String configuration;
  private final int total;
  private final int batchesPerEpoch;
  private final Executable executable;
  private final Evaluator evaluator;
  private final Optional<String> firstWeight;
  private final int[] labels;

  private int iteration;
  private int steps;
  private double lossSum;
  private long correct;
  private double gradientNorm;
  private double trainingSeconds;
  private double evaluationSeconds;
  private final List<Metrics> history;
  private final List<String> environments;

  private final int firstIteration;
  private long saved = System.nanoTime();

  /**
   * Compiles both networks.
   *
   * @param start where it begins; let go of, as it holds all weights on the heap
   */
  TrainingRun(Trainer trainer, int threads, Checkpoint start, RunGuard guard) {
    this.trainer = trainer;
    this.guard = guard;
    training = trainer.training();
    configuration = start.configuration();
    total = training.totalIterations();
    batchesPerEpoch = training.batchesPerEpoch();
    labels = new int[training.batch()];
    firstWeight = firstWeight(training.network());
    TrainingState state = start.state();
    iteration = state.iteration();
    steps = state.steps();
    lossSum = state.lossSum();
    correct = state.correct();
    gradientNorm = state.gradientNorm();
    trainingSeconds = state.trainingSeconds();
    evaluationSeconds = state.evaluationSeconds();
    history = new ArrayList<>(state.history());
    environments = new ArrayList<>(state.environments());
    firstIteration = iteration;
    noteEnvironment(threads);
    executable =
        Executable.compile(
            training.network(), training.batch(), training.precision(), Mode.TRAINING, threads);
    try {
      executable.load(start.weights());
      executable.loadMomentum(start.momentum());
      evaluator = new Evaluator(training, guard, threads);
    } catch (RuntimeException | Error e) {
      executable.close();
      throw e;
    }
  }

  private static Optional<String> firstWeight(Network network) {
    return network.parameters().entrySet().stream()
        .filter(entry -> entry.getValue().role() == Param.Role.WEIGHT)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void noteEnvironment(int threads) {
    NativeInfo library = NativeInfo.load();
    String environment =
        "oneDNN "
            + library.version()
            + ", "
            + library.instructionSet()
            + ", "
            + threads
            + " threads";
    if (!environments.contains(environment)) {
      environments.add(environment);
    }
  }

  TrainingResult toEnd() {
    if (iteration > 0) {
      trainer.listener().resumed(iteration);
    }
    trainer.listener().started(iteration, total);
    var pace = new Pace(training.batch(), iteration);
    try (Feed feed = Feed.of(trainer.feeding(), training.source(), iteration)) {
      while (true) {
        if (measurementIsDue() && !measure()) {
          return interrupted();
        }
        if (iteration == total || (!history.isEmpty() && training.reached(last()))) {
          return end();
        }
        if (guard.stopRequested()) {
          return interrupted();
        }
        saveIfDue();
        double loss = step(feed);
        if (absurd(loss)) {
          return diverged(loss);
        }
        if (pace.reportIsDue() || iteration == total) {
          report(pace.report(iteration));
        }
      }
    } catch (InterruptedException e) {
      guard.requestStop();
      return interrupted();
    }
  }

  /** A loss that is no number is. */
  private static boolean absurd(double loss) {
    return !(Math.abs(loss) <= ABSURD_LOSS);
  }

  /** Returns the loss; an absurd one changes nothing. */
  private double step(Feed feed) throws InterruptedException {
    long before = System.nanoTime();
    feed.next(executable.inputBuffer(), labels);
    executable.seed(training.seed(), iteration);
    executable.forward();
    double loss = executable.loss(labels);
    if (!absurd(loss)) {
      correct += executable.correct(labels, labels.length);
      executable.backward();
      if (training.evaluation().due(iteration + 1, batchesPerEpoch, total)) {
        gradientNorm = firstWeight.map(executable::gradientNorm).orElse(Double.NaN);
      }
      executable.update(rate(), training.sgd().momentum(), training.sgd().weightDecay());
      lossSum += loss;
      steps++;
      iteration++;
    }
    trainingSeconds += seconds(before);
    return loss;
  }

  /** The rate of the next step. */
  private double rate() {
    return training.schedule().rate(iteration, history);
  }

  private Metrics last() {
    return history.get(history.size() - 1);
  }

  private boolean measurementIsDue() {
    return steps > 0 && training.evaluation().due(iteration, batchesPerEpoch, total);
  }

  /** Adds a point; false when it was interrupted, and will then be measured after resuming. */
  private boolean measure() {
    long before = System.nanoTime();
    double lastRate = training.schedule().rate(iteration - 1, history);
    Optional<Evaluator.Errors> errors = evaluator.measure(executable);
    evaluationSeconds += seconds(before);
    if (errors.isEmpty()) {
      return false;
    }
    var point =
        new Metrics(
            epoch(),
            iteration,
            lastRate,
            lossSum / steps,
            error(),
            errors.get().training(),
            errors.get().test(),
            gradientNorm,
            trainingSeconds,
            evaluationSeconds);
    history.add(point);
    steps = 0;
    lossSum = 0;
    correct = 0;
    tell(listener -> listener.measured(point));
    return true;
  }

  private double epoch() {
    return (double) iteration / batchesPerEpoch;
  }

  private double error() {
    return 1 - (double) correct / ((long) steps * training.batch());
  }

  private void saveIfDue() {
    boolean epochEnds = iteration > firstIteration && iteration % batchesPerEpoch == 0;
    if (epochEnds || trainer.checkpointEvery().compareTo(sinceSaved()) <= 0) {
      save();
    }
  }

  private Duration sinceSaved() {
    return Duration.ofNanos(System.nanoTime() - saved);
  }

  private void save() {
    trainer
        .checkpoint()
        .ifPresent(
            file ->
                new Checkpoint(configuration, state(), executable.weights(), executable.momentum())
                    .write(file));
    saved = System.nanoTime();
  }

  private TrainingState state() {
    return new TrainingState(
        iteration,
        steps,
        lossSum,
        correct,
        gradientNorm,
        trainingSeconds,
        evaluationSeconds,
        history,
        environments);
  }

  private void report(double imagesPerSecond) {
    var progress =
        new Progress(
            iteration,
            total,
            epoch(),
            training.schedule().rate(iteration - 1, history),
            lossSum / steps,
            error(),
            imagesPerSecond,
            nativeBytes());
    tell(listener -> listener.progress(progress));
  }

  /** A display that fails ends the run, but costs no work. */
  private void tell(Consumer<TrainingListener> news) {
    try {
      news.accept(trainer.listener());
    } catch (RuntimeException | Error e) {
      try {
        save();
      } catch (RuntimeException | Error second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private long nativeBytes() {
    return executable.memory().total() + evaluator.nativeBytes();
  }

  /** The last update may have destroyed the weights, which no further loss would show. */
  private TrainingResult end() {
    if (!executable.weights().tensors().values().stream().allMatch(Tensor::finite)) {
      return result(
          Status.DIVERGED,
          "Diverged: weights that are no numbers after %d of %d iterations; %s"
              .formatted(iteration, total, REMEDY));
    }
    save();
    return finished();
  }

  private TrainingResult finished() {
    String reason =
        iteration == total
            ? "all " + total + " iterations done"
            : String.format(
                Locale.ROOT,
                "training error %.4f reached after %d of %d iterations",
                last().trainingError(),
                iteration,
                total);
    return result(Status.FINISHED, "Finished: " + reason + ".");
  }

  private TrainingResult interrupted() {
    save();
    String resume =
        trainer
            .checkpoint()
            .map(file -> "saved in " + file + ". Run the same again to go on from there.")
            .orElse("nothing saved, as no checkpoint file was given.");
    return result(
        Status.INTERRUPTED,
        "Interrupted after " + iteration + " of " + total + " iterations, " + resume);
  }

  private TrainingResult diverged(double loss) {
    return result(
        Status.DIVERGED,
        "Diverged: loss %s in step %d of %d at rate %s; %s"
            .formatted(loss, iteration + 1, total, rate(), REMEDY));
  }

  private TrainingResult result(Status status, String message) {
    Weights weights = executable.weights();
    return new TrainingResult(
        status,
        message,
        iteration,
        history,
        weights,
        weights.sha256(),
        environments,
        nativeBytes());
  }

  private static double seconds(long before) {
    return (System.nanoTime() - before) * 1e-9;
  }

  @Override
  public void close() {
    evaluator.close();
    executable.close();
  }
}
