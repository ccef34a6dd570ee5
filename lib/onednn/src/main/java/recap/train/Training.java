package recap.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import recap.data.Augmentation;
import recap.data.BatchSource;
import recap.data.Normalization;
import recap.data.TrainTest;
import recap.nn.Initializer;
import recap.nn.Input;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Weights;
import recap.onednn.Precision;

/**
 * Everything that determines the bits of a training on a given machine with a given number of
 * threads, as an immutable value; how it is run (where checkpoints go, who listens) is up to the
 * {@link Trainer}. An epoch is as many full batches as the training set gives; the few images left
 * over sit out, others each epoch.
 *
 * <pre>{@code
 * var training =
 *     Training.of(network, Cifar10.load())
 *         .batch(128)
 *         .iterations(64_000)
 *         .sgd(0.9, 1e-4)
 *         .schedule(Schedule.step(0.1, 0.1, 32_000, 48_000))
 *         .augmentation(Augmentation.CROP_AND_FLIP)
 *         .seed(1);
 * TrainingResult result = Trainer.of(training).run();
 * }</pre>
 */
public final class Training {
  /** Final once a training holds them: only {@link #with} changes a copy, before that. */
  private static final class Settings implements Cloneable {
    private Precision precision = Precision.F32;
    private int batch = 128;
    private int epochs = 1;
    private int iterations;
    private Sgd sgd = new Sgd(0.9, 0);
    private Schedule schedule = Schedule.constant(0.01);
    private Initializer initializer = Initializer.he();
    private Optional<Weights> startingWeights = Optional.empty();
    private Normalization normalization;
    private Augmentation augmentation = Augmentation.NONE;
    private long seed = 1;
    private Evaluation evaluation = Evaluation.everyEpoch();
    private double stopAt;

    private Settings copy() {
      try {
        return (Settings) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final Network network;
  private final TrainTest data;
  private final AtomicReference<Normalization> perChannel;
  private final Settings settings;

  private Training(
      Network network,
      TrainTest data,
      AtomicReference<Normalization> perChannel,
      Settings settings) {
    this.network = network;
    this.data = data;
    this.perChannel = perChannel;
    this.settings = settings;
  }

  private Training with(Consumer<Settings> change) {
    Settings changed = settings.copy();
    change.accept(changed);
    return new Training(network, data, perChannel, changed);
  }

  /**
   * One epoch in float32, batch 128, rate 0.01, momentum 0.9, He's weights, channels normalised, no
   * augmentation, seed 1, the test error measured after every epoch.
   *
   * @throws IllegalArgumentException when the network does not take the images alone or one of its
   *     outputs has not a score for each class
   */
  public static Training of(Network network, TrainTest data) {
    var image = data.train();
    var expected = List.of(image.channels(), image.height(), image.width());
    if (!network.input().shape().sizes().equals(expected)) {
      throw refusal(
          network.name(),
          "the input of " + image,
          network.input().shape(),
          "build the network for these images");
    }
    for (Node output : network.outputs()) {
      Shape scores = output.shape();
      if (scores.channels() != image.classes() || scores.elements() != image.classes()) {
        throw refusal(
            network.name(),
            image.classes() + " scores, one for each class of " + image.name(),
            scores + " from " + output.name(),
            "end the network in a linear layer of so many");
      }
    }
    if (network.nodes().stream().filter(node -> node.op() instanceof Input).count() > 1) {
      throw refusal(network.name(), "one input, the image", "several", "train on one of them");
    }
    return new Training(network, data, new AtomicReference<>(), new Settings());
  }

  /** The same in another number format. */
  public Training precision(Precision precision) {
    return with(s -> s.precision = precision);
  }

  /**
   * The same with {@code batch} images a step.
   *
   * @throws IllegalArgumentException for less than 1 image or more than the training set has
   */
  public Training batch(int batch) {
    requireBatch(batch);
    return with(s -> s.batch = batch);
  }

  private void requireBatch(int batch) {
    if (batch < 1 || batch > data.train().size()) {
      throw refusal(
          "Training",
          "a batch from 1 to the training set's " + data.train().size() + " images",
          batch,
          "set another batch");
    }
  }

  /**
   * The same for {@code epochs} passes over the training set.
   *
   * @throws IllegalArgumentException for less than 1
   */
  public Training epochs(int epochs) {
    return length(epochs, 0);
  }

  /**
   * The same for {@code iterations} steps.
   *
   * @throws IllegalArgumentException for less than 1
   */
  public Training iterations(int iterations) {
    return length(0, iterations);
  }

  private Training length(int epochs, int iterations) {
    if (epochs + iterations < 1) {
      throw refusal(
          "Training", "at least 1 epoch or iteration", epochs + iterations, "leave it out for 1");
    }
    return with(
        s -> {
          s.epochs = epochs;
          s.iterations = iterations;
        });
  }

  /** The same with another optimiser. */
  public Training sgd(Sgd sgd) {
    return with(s -> s.sgd = sgd);
  }

  /** The same with this momentum and weight decay. */
  public Training sgd(double momentum, double weightDecay) {
    return sgd(new Sgd(momentum, weightDecay));
  }

  /** The same with another learning rate. */
  public Training schedule(Schedule schedule) {
    return with(s -> s.schedule = schedule);
  }

  /** The same with a learning rate that stays. */
  public Training rate(double rate) {
    return schedule(Schedule.constant(rate));
  }

  /** The same from other initial weights. */
  public Training initializer(Initializer initializer) {
    return with(
        s -> {
          s.initializer = initializer;
          s.startingWeights = Optional.empty();
        });
  }

  /**
   * The same from these weights, such as those that an earlier training ended with; momentum and
   * the schedule begin anew. The arrays are not copied: as long as runs start from them, they must
   * stay as they are.
   *
   * @throws IllegalArgumentException naming the tensors that are missing, extra or mis-shaped
   */
  public Training initialWeights(Weights weights) {
    List<String> mismatches = weights.mismatches(network.parameters());
    if (!mismatches.isEmpty()) {
      throw refusal(
          network.name(),
          "its own tensors",
          mismatches.size() + " that do not fit: " + Problems.some(mismatches),
          "pass the weights of this network");
    }
    var own = Optional.of(weights.of(network));
    return with(s -> s.startingWeights = own);
  }

  /**
   * The same with another normalisation, of training and test images alike.
   *
   * @throws recap.data.DataException where it was made from images of another shape
   */
  public Training normalization(Normalization normalization) {
    normalization.requireSuits(data.train());
    return with(s -> s.normalization = normalization);
  }

  /** The same with another augmentation of the training images. */
  public Training augmentation(Augmentation augmentation) {
    return with(s -> s.augmentation = augmentation);
  }

  /** The same with another seed of weights, order, augmentation and dropout. */
  public Training seed(long seed) {
    return with(s -> s.seed = seed);
  }

  /** The same, measured at other points or on other sets. */
  public Training evaluation(Evaluation evaluation) {
    return with(s -> s.evaluation = evaluation);
  }

  /**
   * The same, but finished at the first point where the error over the whole training set is at
   * most {@code error}; that error is measured at every point then.
   *
   * @throws IllegalArgumentException for an error outside (0, 1)
   */
  public Training stopAtTrainingError(double error) {
    if (!(error > 0 && error < 1)) {
      throw refusal("Training", "an error in (0, 1)", error, "use 0.25 for 25 %");
    }
    return with(s -> s.stopAt = error);
  }

  private static IllegalArgumentException refusal(
      String who, String expected, Object received, String remedy) {
    return new IllegalArgumentException(
        who + ": expected " + expected + ", received " + received + "; " + remedy + ".");
  }

  /** What is trained. */
  public Network network() {
    return network;
  }

  /** The images that are learned from and those that are tested with. */
  public TrainTest data() {
    return data;
  }

  /** The number format of activations. */
  public Precision precision() {
    return settings.precision;
  }

  /** Images a step. */
  public int batch() {
    return settings.batch;
  }

  /** Momentum and weight decay. */
  public Sgd sgd() {
    return settings.sgd;
  }

  /** The learning rate of each step. */
  public Schedule schedule() {
    return settings.schedule;
  }

  /** Where the weights come from unless they were passed. */
  public Initializer initializer() {
    return settings.initializer;
  }

  /** The weights before the first step: those that were passed, or else the initialiser's. */
  public Weights initialWeights() {
    return startingWeights().orElseGet(() -> initializer().initialize(network, seed()));
  }

  /** Weights that no initialiser draws. */
  Optional<Weights> startingWeights() {
    return settings.startingWeights;
  }

  /** What is done to every image; unless asked for, that of the training set's channels. */
  public Normalization normalization() {
    return settings.normalization != null
        ? settings.normalization
        : perChannel.updateAndGet(n -> n != null ? n : Normalization.perChannel(data.train()));
  }

  /** What is done to training images besides. */
  public Augmentation augmentation() {
    return settings.augmentation;
  }

  /** Of weights, order, augmentation and dropout. */
  public long seed() {
    return settings.seed;
  }

  /** What was asked for and, besides, the errors that ending or the learning rate depend on. */
  public Evaluation evaluation() {
    Evaluation asked = settings.evaluation;
    boolean trainingError = stopsAt() > 0 || schedule().watches(Schedule.Watched.TRAINING_ERROR);
    boolean testError = schedule().watches(Schedule.Watched.TEST_ERROR);
    return asked
        .trainingSet(asked.trainingSet() || trainingError)
        .testSet(asked.testSet() || testError);
  }

  /** The full batches in an epoch. */
  public int batchesPerEpoch() {
    return data.train().size() / batch();
  }

  /**
   * The steps of the whole training, unless it stops early.
   *
   * @throws IllegalArgumentException where there are more than an int holds, or the set has fewer
   *     images than a batch
   */
  public int totalIterations() {
    requireBatch(batch());
    int iterations = settings.iterations;
    long total = iterations > 0 ? iterations : (long) settings.epochs * batchesPerEpoch();
    if (total > Integer.MAX_VALUE) {
      throw refusal(
          "Training",
          "at most 2147483647 steps",
          total,
          "train for fewer epochs or larger batches");
    }
    return (int) total;
  }

  BatchSource source() {
    return BatchSource.training(
        data.train(), normalization(), augmentation(), batch(), seed(), true);
  }

  /** The training error at which it ends; 0 for none. */
  double stopsAt() {
    return settings.stopAt;
  }

  boolean reached(Metrics point) {
    return stopsAt() > 0 && point.trainingError() <= stopsAt();
  }

  /**
   * Everything that determines the result, for records and for {@link #id()}. Networks, initial
   * weights and sets stand there with their SHA-256, so that a change behind an unchanged name
   * shows; but for that of a {@link recap.nn.JavaLayer}'s formula.
   *
   * @throws IllegalArgumentException as {@link #totalIterations}
   */
  public Map<String, Object> configuration() {
    return new TrainingIdentity(this).configuration();
  }

  /**
   * SHA-256 of {@link #configuration()} as JSON; hexadecimal.
   *
   * @throws IllegalArgumentException as {@link #totalIterations}
   */
  public String id() {
    return new TrainingIdentity(this).id();
  }

  /** {@code one_block on CIFAR-10 train: 128 images a step, 2 epochs, F32, seed 1}. */
  @Override
  public String toString() {
    return "%s on %s: %d images a step, %s, %s, seed %d"
        .formatted(
            network.name(),
            data.train().name(),
            batch(),
            settings.iterations > 0 ? settings.iterations + " steps" : settings.epochs + " epochs",
            precision(),
            seed());
  }
}
