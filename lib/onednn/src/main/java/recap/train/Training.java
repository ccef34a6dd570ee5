package recap.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import recap.data.Augmentation;
import recap.data.BatchSource;
import recap.data.Normalization;
import recap.data.TrainTest;
import recap.nn.Initializer;
import recap.nn.Input;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Param;
import recap.onednn.Precision;

/**
 * Everything that determines the bits of a training, as an immutable value; how it is run (where
 * checkpoints go, who listens) is up to the {@link Trainer}. An epoch is as many full batches as
 * the training set gives; the few images left over sit out, others each epoch.
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
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Network network;
  private final TrainTest data;
  private Precision precision = Precision.F32;
  private int batch = 128;
  private int epochs = 1;
  private int iterations;
  private Sgd sgd = new Sgd(0.9, 0);
  private Schedule schedule = Schedule.constant(0.01);
  private Initializer initializer = Initializer.he();
  private Normalization normalization;
  private final AtomicReference<Normalization> perChannel;
  private Augmentation augmentation = Augmentation.NONE;
  private long seed = 1;
  private Evaluation evaluation = Evaluation.everyEpoch();
  private double stopAt;

  private Training(Network network, TrainTest data) {
    this.network = network;
    this.data = data;
    this.perChannel = new AtomicReference<>();
  }

  private Training(Training other) {
    network = other.network;
    data = other.data;
    precision = other.precision;
    batch = other.batch;
    epochs = other.epochs;
    iterations = other.iterations;
    sgd = other.sgd;
    schedule = other.schedule;
    initializer = other.initializer;
    normalization = other.normalization;
    perChannel = other.perChannel;
    augmentation = other.augmentation;
    seed = other.seed;
    evaluation = other.evaluation;
    stopAt = other.stopAt;
  }

  /**
   * One epoch in float32, batch 128, rate 0.01, momentum 0.9, He's weights, channels normalised, no
   * augmentation, seed 1, the test error measured after every epoch.
   *
   * @throws IllegalArgumentException when the network does not take the images alone or has not an
   *     output for each class
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
    if (network.output().shape().elements() != image.classes()) {
      throw refusal(
          network.name(),
          image.classes() + " outputs, one for each class of " + image.name(),
          network.output().shape(),
          "change the last layer");
    }
    if (network.nodes().stream().filter(node -> node.op() instanceof Input).count() > 1) {
      throw refusal(network.name(), "one input, the image", "several", "train on one of them");
    }
    return new Training(network, data);
  }

  /** The same in another number format. */
  public Training precision(Precision precision) {
    var copy = new Training(this);
    copy.precision = precision;
    return copy;
  }

  /** The same with {@code batch} images a step. */
  public Training batch(int batch) {
    if (batch < 1 || batch > data.train().size()) {
      throw refusal(
          "Training",
          "a batch from 1 to the training set's " + data.train().size() + " images",
          batch,
          "use 128");
    }
    var copy = new Training(this);
    copy.batch = batch;
    return copy;
  }

  /** The same for {@code epochs} passes over the training set. */
  public Training epochs(int epochs) {
    return length(epochs, 0);
  }

  /** The same for {@code iterations} steps. */
  public Training iterations(int iterations) {
    return length(0, iterations);
  }

  private Training length(int epochs, int iterations) {
    if (epochs + iterations < 1) {
      throw refusal(
          "Training", "at least 1 epoch or iteration", epochs + iterations, "leave it out for 1");
    }
    var copy = new Training(this);
    copy.epochs = epochs;
    copy.iterations = iterations;
    return copy;
  }

  /** The same with another optimiser. */
  public Training sgd(Sgd sgd) {
    var copy = new Training(this);
    copy.sgd = sgd;
    return copy;
  }

  /** The same with this momentum and weight decay. */
  public Training sgd(double momentum, double weightDecay) {
    return sgd(new Sgd(momentum, weightDecay));
  }

  /** The same with another learning rate. */
  public Training schedule(Schedule schedule) {
    var copy = new Training(this);
    copy.schedule = schedule;
    return copy;
  }

  /** The same with a learning rate that stays. */
  public Training rate(double rate) {
    return schedule(Schedule.constant(rate));
  }

  /** The same from other initial weights. */
  public Training initializer(Initializer initializer) {
    var copy = new Training(this);
    copy.initializer = initializer;
    return copy;
  }

  /** The same with another normalisation, of training and test images alike. */
  public Training normalization(Normalization normalization) {
    var copy = new Training(this);
    copy.normalization = normalization;
    return copy;
  }

  /** The same with another augmentation of the training images. */
  public Training augmentation(Augmentation augmentation) {
    var copy = new Training(this);
    copy.augmentation = augmentation;
    return copy;
  }

  /** The same with another seed of weights, order, augmentation and dropout. */
  public Training seed(long seed) {
    var copy = new Training(this);
    copy.seed = seed;
    return copy;
  }

  /** The same, measured at other points or on other sets. */
  public Training evaluation(Evaluation evaluation) {
    var copy = new Training(this);
    copy.evaluation = evaluation;
    return copy;
  }

  /**
   * The same, but finished at the first point where the error over the whole training set is at
   * most {@code error}; that error is measured at every point then.
   */
  public Training stopAtTrainingError(double error) {
    if (!(error > 0 && error < 1)) {
      throw refusal("Training", "an error in (0, 1)", error, "use 0.25 for 25 %");
    }
    var copy = new Training(this);
    copy.stopAt = error;
    return copy;
  }

  private static IllegalArgumentException refusal(
      String who, String expected, Object received, String remedy) {
    return new IllegalArgumentException(
        who + ": expected " + expected + ", received " + received + "; " + remedy + ".");
  }

  public Network network() {
    return network;
  }

  public TrainTest data() {
    return data;
  }

  public Precision precision() {
    return precision;
  }

  public int batch() {
    return batch;
  }

  public Sgd sgd() {
    return sgd;
  }

  public Schedule schedule() {
    return schedule;
  }

  public Initializer initializer() {
    return initializer;
  }

  public Normalization normalization() {
    return normalization != null
        ? normalization
        : perChannel.updateAndGet(n -> n != null ? n : Normalization.perChannel(data.train()));
  }

  public Augmentation augmentation() {
    return augmentation;
  }

  public long seed() {
    return seed;
  }

  /** What was asked for and, besides, the errors that ending or the learning rate depend on. */
  public Evaluation evaluation() {
    boolean trainingError = stopAt > 0 || schedule.watches(Schedule.Watched.TRAINING_ERROR);
    boolean testError = schedule.watches(Schedule.Watched.TEST_ERROR);
    return evaluation
        .trainingSet(evaluation.trainingSet() || trainingError)
        .testSet(evaluation.testSet() || testError);
  }

  /** The full batches in an epoch. */
  public int batchesPerEpoch() {
    return data.train().size() / batch;
  }

  /** The steps of the whole training, unless it stops early. */
  public int totalIterations() {
    long total = iterations > 0 ? iterations : (long) epochs * batchesPerEpoch();
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
    return BatchSource.training(data.train(), normalization(), augmentation, batch, seed, true);
  }

  boolean reached(Metrics point) {
    return stopAt > 0 && point.trainingError() <= stopAt;
  }

  /**
   * Everything that determines the result, for records and for {@link #id()}. Networks, initial
   * weights and sets stand there with their SHA-256, so that a change behind an unchanged name
   * shows.
   */
  public Map<String, Object> configuration() {
    var all = new LinkedHashMap<String, Object>();
    all.put("network", network.name());
    all.put("networkSha256", networkSha256());
    all.put("trainingSet", data.train().name());
    all.put("trainingSetSha256", data.train().sha256());
    all.put("testSet", data.test().name());
    all.put("testSetSha256", data.test().sha256());
    all.put("normalization", normalization().describe());
    String statistics = normalization().source();
    if (!statistics.isEmpty() && !statistics.equals(data.train().name())) {
      all.put("normalizationSet", statistics);
    }
    all.put("augmentation", augmentation.describe());
    all.put("precision", precision.name());
    all.put("batch", batch);
    all.put("iterations", totalIterations());
    all.put("momentum", sgd.momentum());
    all.put("weightDecay", sgd.weightDecay());
    all.put("schedule", schedule.toString());
    all.put("initialDeviationsSha256", deviationsSha256());
    if (initializer.leastScale() != 1) {
      all.put("leastInitialScale", initializer.leastScale());
    }
    all.put("seed", seed);
    all.put("evaluation", evaluation().toString());
    all.put("stopAtTrainingError", stopAt > 0 ? (Object) stopAt : "never");
    return all;
  }

  /** SHA-256 of {@link #configuration()} as JSON; hexadecimal. */
  public String id() {
    try {
      return Sha256.of(JSON.writeValueAsString(configuration()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts always have a JSON form", e);
    }
  }

  /** Of every node: name, layer with its settings, inputs. */
  private String networkSha256() {
    var text = new StringBuilder();
    for (Node node : network.nodes()) {
      // A layer of one's own of another kind may print an address, which changes every time.
      boolean prints = node.op() instanceof Record || node.op() instanceof Enum;
      Object op = prints ? node.op() : node.op().getClass().getName();
      int[] inputs = node.inputs().stream().mapToInt(Node::index).toArray();
      text.append(node.name() + " " + op + " " + Arrays.toString(inputs) + "\n");
    }
    network.outputs().forEach(node -> text.append("output " + node.name() + "\n"));
    return Sha256.of(text.toString());
  }

  /** An initialiser is a function; these values of it and the seed determine the weights. */
  private String deviationsSha256() {
    var text = new StringBuilder();
    boolean first = true;
    for (var entry : network.parameters().entrySet()) {
      Param param = entry.getValue();
      if (param.role() == Param.Role.WEIGHT) {
        text.append(
            entry.getKey() + " " + initializer.deviation(entry.getKey(), param, first) + "\n");
        first = false;
      }
    }
    return Sha256.of(text.toString());
  }
}
