package recap.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import recap.data.Augmentation;
import recap.data.Normalization;
import recap.data.TrainTest;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Shape;
import recap.onednn.Precision;
import recap.train.Evaluation;
import recap.train.Schedule;
import recap.train.Sgd;
import recap.train.Training;
import recap.zoo.CifarResNet;

/**
 * A deeper plain network trains worse, a deeper residual one better. He et al. 2015, section 4.2,
 * figures 1, 6 and 7: plain and residual networks of 20 and 56 layers on CIFAR-10; at PAPER also
 * the residual networks between them that table 6 lists.
 *
 * <p>PAPER computes in bfloat16 where that is the faster format ({@link
 * recap.onednn.NativeInfo#fastestFirst}). {@link PrecisionCurves} finds its curves like those of
 * float32 over ten epochs of ResNet-20 and of a four-layer network; over the whole schedule, or at
 * 56 layers, the two are not compared. A run that is complete in either precision is not repeated
 * in the other.
 */
public final class Degradation implements Experiment {
  /** Images of a step. */
  static final int BATCH = 128;

  private static final Sgd SGD = new Sgd(0.9, 1e-4);
  static final double RATE = 0.1;

  /** Layers of the two depths that the claims compare. */
  private static final List<Integer> DEPTHS = List.of(20, 56);

  /** Depths between them that table 6 lists too. */
  private static final List<Integer> BETWEEN = List.of(32, 44);

  /** Seeds of ResNet-20 at PAPER, for the spread of table 6; the other arms get one. */
  private static final int SPREAD = 3;

  /** Whether blocks have shortcuts. */
  enum Form {
    PLAIN,
    RESNET;

    Network network(int depth, Shape input, int classes) {
      return this == PLAIN
          ? CifarResNet.plain(depth, input, classes)
          : CifarResNet.resnet(depth, input, classes);
    }

    /** {@code plain-56}. */
    String arm(int depth) {
      return (this == PLAIN ? "plain-" : "resnet-") + depth;
    }

    /** {@code plain-56} or {@code ResNet-56}, as charts name it. */
    String title(int depth) {
      return (this == PLAIN ? "plain-" : "ResNet-") + depth;
    }
  }

  /**
   * How much a scale spends.
   *
   * @param iterations in all; the rate falls to a tenth at a half and at three quarters of them
   * @param points how often errors are measured
   * @param trainImages to learn from; the others of the training set are left out
   * @param testImages to measure the test error with
   */
  private record Protocol(int iterations, int points, int trainImages, int testImages) {
    static Protocol of(Scale scale) {
      return switch (scale) {
        case SMOKE -> new Protocol(4, 2, 128, 64);
        case QUICK -> new Protocol(128, 16, 45_000, 2_000);
        case PAPER -> new Protocol(64_000, 160, 45_000, 10_000);
      };
    }
  }

  @Override
  public String id() {
    return "degradation";
  }

  @Override
  public String title() {
    return "A deeper plain network trains worse, a deeper residual one does not";
  }

  @Override
  public String citation() {
    return "He, Zhang, Ren, Sun: Deep residual learning for image recognition (2015), section 4.2,"
        + " figures 1, 6 and 7, table 6";
  }

  @Override
  public List<String> claims() {
    return List.of(
        "resnet-degradation-train",
        "resnet-degradation-test",
        "resnet-cure",
        "resnet-gradient-flow");
  }

  /** A network of the experiment. */
  private record Arm(Form form, int depth) {
    String name() {
      return form.arm(depth);
    }
  }

  /** What the claims compare: both forms, shallow and deep. */
  private static List<Arm> compared(Scale scale) {
    var arms = new ArrayList<Arm>();
    for (int depth : depths(scale)) {
      for (Form form : Form.values()) {
        arms.add(new Arm(form, depth));
      }
    }
    return arms;
  }

  /** What only table 6 asks for. */
  private static List<Arm> between(Scale scale) {
    return scale == Scale.PAPER
        ? BETWEEN.stream().map(depth -> new Arm(Form.RESNET, depth)).toList()
        : List.of();
  }

  private static List<Arm> all(Scale scale) {
    return Stream.concat(compared(scale).stream(), between(scale).stream()).toList();
  }

  @Override
  public List<String> arms(Scale scale) {
    return all(scale).stream().map(Arm::name).toList();
  }

  /** Layers of the shallow and the deep network. */
  static List<Integer> depths(Scale scale) {
    return scale == Scale.SMOKE ? List.of(8, 14) : DEPTHS;
  }

  /** How many images are learnt from. */
  static int trainImages(Scale scale) {
    return Protocol.of(scale).trainImages();
  }

  /** How many images the test error is measured with. */
  static int testImages(Scale scale) {
    return Protocol.of(scale).testImages();
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    Protocol protocol = Protocol.of(scale);
    return TodaysProtocol.of(
        scale, protocol.trainImages(), protocol.testImages(), BATCH, protocol.iterations());
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return scale == Scale.PAPER && arm.equals(Form.RESNET.arm(20)) ? SPREAD : 1;
  }

  @Override
  public List<String> deviations(Scale scale) {
    Protocol protocol = Protocol.of(scale);
    var deviations = new ArrayList<String>();
    if (scale != Scale.PAPER) {
      deviations.add(
          protocol.iterations()
              + " iterations instead of 64 000; the rate falls at a half and at three quarters of"
              + " them, as in the paper.");
    }
    if (scale == Scale.SMOKE) {
      deviations.add("The networks have 8 and 14 layers.");
    }
    deviations.add(
        "The paper does not say what batch norm's scales and the last layer start with: here scales"
            + " are 1 and the last layer has He's deviation, as the others. resnet-start asks what that"
            + " costs 56 layers.");
    deviations.addAll(recipeDeviations(scale, protocol.testImages()));
    return deviations;
  }

  /**
   * What {@link #recipe} and its images do differently from the paper's section 4.2.
   *
   * @param testImages that the test error is measured with
   */
  static List<String> recipeDeviations(Scale scale, int testImages) {
    var deviations = new ArrayList<String>();
    if (scale == Scale.SMOKE) {
      deviations.addAll(Datasets.deviations(scale, trainImages(scale), testImages));
    } else {
      deviations.add(
          "Of the training images the first 45 000 are learnt from; the last 5 000, the paper's"
              + " validation set, are left out, since nothing is chosen by them.");
    }
    if (scale == Scale.QUICK) {
      deviations.add("The test error is measured on the first " + testImages + " test images.");
    }
    if (scale == Scale.PAPER) {
      deviations.add(
          "Runs whose precision is BF16 compute layers in bfloat16; weights, their updates,"
              + " statistics and the loss are float32. float32-vs-bfloat16 compares the two, over ten"
              + " epochs of ResNet-20 and of a four-layer network, not over this schedule.");
    }
    int left = trainImages(scale) % BATCH;
    if (left > 0) {
      deviations.add(
          "The %d images of an epoch that fill no batch are left out of it, others each time; the paper"
                  .formatted(left)
              + " does not say what becomes of them.");
    }
    deviations.add("Pixels are divided by 255 after the per-pixel mean is subtracted.");
    deviations.add(
        "The paper trains its batch of 128 on two GPUs and does not say from how many images batch norm"
            + " takes its statistics; here from all "
            + BATCH
            + ".");
    deviations.add(
        "Training error and loss are those of augmented batches since the measurement before, not of"
            + " a pass over the training set.");
    return deviations;
  }

  @Override
  public void run(Session session) throws InterruptedException {
    var training = new TrainingRuns(session);
    Scale scale = session.scale();
    TrainTest data = data(scale);
    Normalization normalization = Normalization.pixelMean(data.train());
    for (List<Arm> round : List.of(compared(scale), between(scale))) {
      int most = round.stream().mapToInt(arm -> session.seeds(this, arm.name())).max().orElse(0);
      for (long seed = 1; seed <= most; seed++) {
        for (Arm arm : round) {
          if (seed <= session.seeds(this, arm.name())) {
            training.completeOneOf(jobs(scale, arm, seed, data, normalization));
          }
        }
      }
    }
  }

  private static TrainTest data(Scale scale) {
    Protocol protocol = Protocol.of(scale);
    return Datasets.first(scale, protocol.trainImages(), protocol.testImages());
  }

  /** The same run in each precision that the scale allows. */
  private List<TrainingJob> jobs(
      Scale scale, Arm arm, long seed, TrainTest data, Normalization normalization) {
    return precisions(scale).stream()
        .map(precision -> job(scale, arm, precision, seed, data, normalization))
        .toList();
  }

  /** Those that a run may be computed in. */
  static List<Precision> precisions(Scale scale) {
    return scale == Scale.PAPER ? List.of(Precision.values()) : List.of(Precision.F32);
  }

  private TrainingJob job(
      Scale scale,
      Arm arm,
      Precision precision,
      long seed,
      TrainTest data,
      Normalization normalization) {
    Protocol protocol = Protocol.of(scale);
    var network =
        arm.form().network(arm.depth(), Datasets.shape(data.train()), data.train().classes());
    var training =
        recipe(network, data, protocol.iterations(), protocol.points())
            .precision(precision)
            .normalization(normalization)
            .seed(seed);
    return TrainingJob.of(id(), arm.name(), scale, training).withProbe();
  }

  /** How the paper's section 4.2 trains, whatever the length and the rates. */
  static Training settings(Network network, TrainTest data) {
    return Training.of(network, data)
        .initializer(Initializer.he())
        .augmentation(Augmentation.CROP_AND_FLIP)
        .batch(Budget.batch(BATCH, data.train().size()))
        .sgd(SGD);
  }

  /** The same by the paper's schedule. */
  static Training recipe(Network network, TrainTest data, int iterations, int points) {
    return settings(network, data)
        .schedule(Schedule.step(RATE, 0.1, iterations / 2, iterations * 3 / 4))
        .iterations(iterations)
        .evaluation(Evaluation.everyIterations(iterations / points).batch(Budget.evaluated(data)));
  }

  @Override
  public Optional<TrainingJob> job(RunRecord record) {
    Scale scale = record.spec().scale();
    return all(scale).stream()
        .filter(arm -> arm.name().equals(record.arm()))
        .findFirst()
        .map(
            arm -> {
              TrainTest data = data(scale);
              Normalization normalization = Normalization.pixelMean(data.train());
              Precision precision = TrainingJob.precision(record.spec());
              return job(scale, arm, precision, record.seed(), data, normalization);
            });
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return DegradationReport.of(scale, records);
  }
}
