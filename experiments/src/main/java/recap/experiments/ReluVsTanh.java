package recap.experiments;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.data.TrainTest;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;
import recap.nn.Activation;
import recap.nn.Initializer;
import recap.nn.ReLU;
import recap.nn.Sigmoid;
import recap.nn.Tanh;
import recap.train.Evaluation;
import recap.train.Sgd;
import recap.train.Training;
import recap.zoo.AlexNet4;

/**
 * How many times faster a network learns with ReLU than with tanh. Krizhevsky et al. 2012, figure
 * 1: a four-layer network on CIFAR-10, no regularisation, a learning rate of its own for each
 * activation; counted are the passes over the training images until 25 % of them are wrong.
 *
 * <p>The answer depends on the conditions, so they are arms: of the time (inputs on the 0..255
 * scale, small Gaussian weights) and of today (inputs of unit variance, weights scaled to the
 * layers).
 *
 * <p>First each activation tries a grid of rates on a short budget with seed 1; where the best lies
 * on the grid's edge, the grid grows by its own factor. Then each trains with its best rate.
 */
public final class ReluVsTanh implements Experiment {
  private static final int BATCH = 128;

  static final Sgd SGD = new Sgd(0.9, 0);

  /** Deviations of the time's Gaussian weights. */
  private static final double FIRST = 1e-4;

  private static final double OTHERS = 1e-2;

  private static final long SWEEP_SEED = 1;

  /** Between a trial's arm and its rate. */
  static final String TRIAL = "-rate-";

  /** What a network starts from. */
  enum Condition {
    /** Krizhevsky's: pixels 0..255 less their mean, Gaussians of 1e-4 and 1e-2. */
    TIME,
    /** Inputs of unit variance; He's weights before ReLU, Xavier's before tanh and sigmoid. */
    TODAY;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** As charts name it. */
    String title() {
      return this == TIME ? "conditions of the time" : "conditions of today";
    }

    Normalization normalization(ImageSet train) {
      return this == TIME ? Normalization.pixelMean255(train) : Normalization.unitVariance(train);
    }

    Initializer initializer(Activation activation) {
      if (this == TIME) {
        return Initializer.gaussian(FIRST, OTHERS);
      }
      return activation instanceof ReLU ? Initializer.he() : Initializer.xavier();
    }
  }

  /**
   * How much a scale spends.
   *
   * @param trainImages to learn from: the first ones of the training set
   * @param testImages to measure the test error with: the first ones of the test set
   * @param budget epochs of a trial of a rate
   * @param epochs of a run at most; 40 is where figure 1 ends
   * @param slowest epochs at most of tanh under conditions of the time: the claimed factor is its
   *     time to the target, and cut off before, it would be no more than a bound
   * @param growth by how many rates a grid may grow
   */
  private record Protocol(
      int trainImages, int testImages, int budget, int epochs, int slowest, int growth, int seeds) {
    static Protocol of(Scale scale) {
      return switch (scale) {
        case SMOKE -> new Protocol(128, 64, 1, 2, 2, 0, 1);
        case QUICK -> new Protocol(5_000, 1_000, 2, 80, 80, 1, 1);
        case PAPER -> new Protocol(50_000, 10_000, 2, 40, 120, 4, 5);
      };
    }

    int epochs(Condition condition, Activation activation) {
      return condition == Condition.TIME && activation instanceof Tanh ? slowest : epochs;
    }
  }

  @Override
  public String id() {
    return "relu-vs-tanh";
  }

  @Override
  public String title() {
    return "How many times faster a network learns with ReLU than with tanh";
  }

  @Override
  public String citation() {
    return "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural"
        + " networks (2012), figure 1";
  }

  @Override
  public List<String> claims() {
    return List.of("alexnet-relu-6x", "alexnet-vanishing");
  }

  /** {@code relu} and {@code tanh}; at PAPER {@code sigmoid} too. */
  static List<Activation> activations(Scale scale) {
    return scale == Scale.PAPER
        ? List.of(new ReLU(), new Tanh(), new Sigmoid())
        : List.of(new ReLU(), new Tanh());
  }

  static String name(Activation activation) {
    return activation.kind().toLowerCase(Locale.ROOT);
  }

  static String arm(Condition condition, Activation activation) {
    return condition.label() + "-" + name(activation);
  }

  /** The grid that a sweep begins with, ascending, the same for every activation. */
  static List<Double> rates(Scale scale, Condition condition) {
    List<Double> coarse =
        condition == Condition.TIME ? List.of(3e-4, 1e-3, 3e-3) : List.of(3e-3, 1e-2, 3e-2);
    List<Double> fine =
        condition == Condition.TIME
            ? List.of(2.5e-4, 5e-4, 1e-3, 2e-3, 4e-3)
            : List.of(2.5e-3, 5e-3, 1e-2, 2e-2, 4e-2);
    return switch (scale) {
      case SMOKE -> coarse.subList(1, 3);
      case QUICK -> coarse;
      case PAPER -> fine;
    };
  }

  @Override
  public List<String> arms(Scale scale) {
    var arms = new ArrayList<String>();
    for (Condition condition : Condition.values()) {
      activations(scale).forEach(activation -> arms.add(arm(condition, activation)));
    }
    return arms;
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    Protocol protocol = Protocol.of(scale);
    int epochs =
        arm.contains(TRIAL)
            ? protocol.budget()
            : arm.equals(arm(Condition.TIME, new Tanh())) ? protocol.slowest() : protocol.epochs();
    return TodaysProtocol.ofEpochs(
        scale, protocol.trainImages(), protocol.testImages(), BATCH, epochs);
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return Protocol.of(scale).seeds();
  }

  @Override
  public List<String> deviations(Scale scale) {
    var deviations = new ArrayList<String>();
    deviations.add(
        "The paper does not list the four layers: this is the author's published CIFAR-10"
            + " configuration of the time without response normalisation, with the sizes behind pools"
            + " rounded down (15, 7, 3) where his tool rounds up (16, 8, 4).");
    deviations.add(
        "The paper does not give the rates: each activation tries "
            + rates(scale, Condition.TIME).size()
            + " or more for "
            + epochs(Protocol.of(scale).budget())
            + " and keeps the one with the lowest training error, which need not be the one that"
            + " reaches 25 % first. Where that lies on the edge of those tried, up to "
            + Protocol.of(scale).growth()
            + " more are tried beyond it; it may then still lie there.");
    deviations.add(
        "The rates are chosen in shorter runs of seed 1, which is also one of the seeds that give the"
            + " factor.");
    deviations.add(
        "The paper gives neither batch, momentum nor initial weights of its figure: here a batch of "
            + BATCH
            + ", a momentum of "
            + SGD.momentum()
            + " and, under conditions of the time, Gaussians of "
            + decimal(FIRST)
            + " in the first layer and "
            + decimal(OTHERS)
            + " in the others, as in the author's configuration, whose units are ReLUs; tanh has the"
            + " same, and only its rate is its own. The factor may depend on each of these.");
    deviations.add(
        "One rate for weights and biases; the author's files give biases twice the rate.");
    deviations.add(
        "Epochs are whole ones, as errors are measured after each: the evidence says how much of a"
            + " factor one is.");
    deviations.add(
        "Time is counted in training alone, without the measuring of the error: the run's epochs"
            + " times its median epoch, so that a disturbed epoch does not count.");
    if (scale == Scale.PAPER) {
      deviations.add(
          String.format(
              "Figure 1 ends at epoch %d; tanh under conditions of the time trains for up to %d.",
              Protocol.of(scale).epochs(), Protocol.of(scale).slowest()));
    }
    deviations.addAll(
        Datasets.deviations(
            scale, Protocol.of(scale).trainImages(), Protocol.of(scale).testImages()));
    return deviations;
  }

  private static String epochs(int count) {
    return count + (count == 1 ? " epoch" : " epochs");
  }

  private static TrainTest data(Scale scale) {
    Protocol protocol = Protocol.of(scale);
    return Datasets.first(scale, protocol.trainImages(), protocol.testImages());
  }

  /** What all runs under one condition see. */
  private record Inputs(TrainTest data, Normalization normalization) {}

  @Override
  public void run(Session session) throws InterruptedException {
    var training = new TrainingRuns(session);
    Scale scale = session.scale();
    TrainTest data = data(scale);
    var inputs = new EnumMap<Condition, Inputs>(Condition.class);
    for (Condition condition : Condition.values()) {
      inputs.put(condition, new Inputs(data, condition.normalization(data.train())));
    }
    // Both conditions of an activation before the next one: sigmoid, which the factor does without,
    // is last.
    for (Activation activation : activations(scale)) {
      for (Condition condition : Condition.values()) {
        train(session, training, condition, activation, inputs.get(condition));
      }
    }
  }

  private void train(
      Session session,
      TrainingRuns training,
      Condition condition,
      Activation activation,
      Inputs inputs)
      throws InterruptedException {
    Scale scale = session.scale();
    String arm = arm(condition, activation);
    Optional<Double> best = sweep(scale, condition, activation, training, inputs);
    if (best.isEmpty()) {
      session.progress().note(id() + " " + arm + ": every rate diverged, nothing to train");
      return;
    }
    for (long seed = 1; seed <= session.seeds(this, arm); seed++) {
      training.complete(job(scale, arm, condition, activation, best.get(), seed, inputs));
    }
  }

  /** The rate of the lowest error after the budget; empty where all diverge. */
  private Optional<Double> sweep(
      Scale scale, Condition condition, Activation activation, TrainingRuns training, Inputs inputs)
      throws InterruptedException {
    var tried = new TreeMap<Double, Double>();
    for (double rate : rates(scale, condition)) {
      tried.put(rate, error(training.complete(trial(scale, condition, activation, rate, inputs))));
    }
    for (int grown = 0; grown < Protocol.of(scale).growth(); grown++) {
      OptionalDouble next = beyond(tried);
      if (next.isEmpty()) {
        break;
      }
      double rate = next.getAsDouble();
      tried.put(rate, error(training.complete(trial(scale, condition, activation, rate, inputs))));
    }
    return best(tried);
  }

  /**
   * The rate to try next where the best of a sweep lies on its edge: as far beyond as the edge is
   * from its neighbour. Empty where the best lies inside.
   *
   * @param errorByRate NaN where the rate diverged
   */
  static OptionalDouble beyond(NavigableMap<Double, Double> errorByRate) {
    double least = errorByRate.firstKey();
    double most = errorByRate.lastKey();
    Optional<Double> best = best(errorByRate);
    if (best.isEmpty() || best.get() == least) {
      return OptionalDouble.of(rounded(least * least / errorByRate.higherKey(least)));
    }
    return best.get() == most
        ? OptionalDouble.of(rounded(most * most / errorByRate.lowerKey(most)))
        : OptionalDouble.empty();
  }

  private static double error(RunRecord record) {
    return record.status() == Status.FINISHED ? record.last("train_error") : Double.NaN;
  }

  static Optional<Double> best(Map<Double, Double> errorByRate) {
    return errorByRate.entrySet().stream()
        .filter(entry -> !entry.getValue().isNaN())
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  /** Two digits: a record should say 0.009, not 0.0089999. */
  private static double rounded(double rate) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.1e", rate));
  }

  /** {@code 0.0003}: as a part of a file name. */
  static String decimal(double rate) {
    return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
  }

  private TrainingJob trial(
      Scale scale, Condition condition, Activation activation, double rate, Inputs inputs) {
    String arm = arm(condition, activation) + TRIAL + decimal(rate);
    return job(scale, arm, condition, activation, rate, SWEEP_SEED, inputs);
  }

  private TrainingJob job(
      Scale scale,
      String arm,
      Condition condition,
      Activation activation,
      double rate,
      long seed,
      Inputs inputs) {
    TrainTest data = inputs.data();
    var network = AlexNet4.of(activation, Datasets.shape(data.train()), data.train().classes());
    boolean trial = arm.contains(TRIAL);
    var training =
        Training.of(network, data)
            .initializer(condition.initializer(activation))
            .normalization(inputs.normalization())
            .batch(Budget.batch(BATCH, data.train().size()))
            .sgd(SGD)
            .rate(rate)
            .seed(seed)
            .evaluation(
                Evaluation.everyEpoch()
                    .trainingSet(true)
                    .testSet(!trial)
                    .batch(Budget.evaluated(data)));
    Protocol protocol = Protocol.of(scale);
    return TrainingJob.of(
        id(),
        arm,
        scale,
        trial
            ? training.epochs(protocol.budget())
            : training
                .epochs(protocol.epochs(condition, activation))
                .stopAtTrainingError(Span.TARGET));
  }

  @Override
  public Optional<TrainingJob> job(RunRecord record) {
    Scale scale = record.spec().scale();
    for (Condition condition : Condition.values()) {
      for (Activation activation : activations(scale)) {
        String arm = arm(condition, activation);
        if (record.arm().equals(arm) || record.arm().startsWith(arm + TRIAL)) {
          TrainTest data = data(scale);
          var inputs = new Inputs(data, condition.normalization(data.train()));
          double rate = record.metrics().get(0).values().get("rate");
          return Optional.of(
              job(scale, record.arm(), condition, activation, rate, record.seed(), inputs));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return ReluVsTanhReport.of(scale, records);
  }
}
