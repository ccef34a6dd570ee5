package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.data.Normalization;
import recap.data.TrainTest;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.nn.Initializer;
import recap.onednn.Precision;
import recap.train.Training;
import recap.zoo.CifarResNet;

/**
 * What the first steps cost a deep residual network. {@link Degradation} trains ResNet-56 as He et
 * al. 2015 (section 4.2) say, and with what they do not say as libraries of today have it: scales
 * of batch norm of 1, and He's deviation in the last layer too. Its loss then lies above that of
 * guessing, ln 10, before it falls. Here three gentler starts are held against that one by the test
 * error; the evidence also has the loss and how strongly the first stage responds at the end.
 */
public final class ResNetStart implements Experiment {
  /** The last layer's deviation, as Krizhevsky et al. 2012 (section 5) draw all weights. */
  private static final double SMALL = 0.01;

  /** The network's last layer, in {@link CifarResNet}. */
  private static final String CLASSIFIER = "fc.weight";

  /** One way to start; the gentle ones first, as {@link Degradation} has a run of the other. */
  enum Start {
    WARM_UP("rising rate") {
      @Override
      Training of(Training recipe, int warmUp) {
        return recipe.schedule(recipe.schedule().warmUp(warmUp));
      }
    },
    UNIFORM_SCALES("scales from 0 to 1") {
      @Override
      Training of(Training recipe, int warmUp) {
        return recipe.initializer(recipe.initializer().uniformScales());
      }
    },
    SMALL_CLASSIFIER("small last layer") {
      @Override
      Training of(Training recipe, int warmUp) {
        Initializer he = recipe.initializer();
        return recipe.initializer(
            (name, weight, first) ->
                name.equals(CLASSIFIER) ? SMALL : he.deviation(name, weight, first));
      }
    },
    UNIT_SCALES("scales of 1") {
      @Override
      Training of(Training recipe, int warmUp) {
        return recipe;
      }
    };

    private final String title;

    Start(String title) {
      this.title = title;
    }

    /**
     * The recipe with this start.
     *
     * @param warmUp iterations for a rate that rises
     */
    abstract Training of(Training recipe, int warmUp);

    /** As records name it. */
    String arm() {
      return ArmName.of(this);
    }

    /** As charts and verdicts name it. */
    String title() {
      return title;
    }
  }

  /**
   * How much a scale spends.
   *
   * @param depth layers
   * @param iterations in all; the rate falls to a tenth at a half and at three quarters of them
   * @param points how often errors are measured
   * @param warmUp iterations over which the rate of {@link Start#WARM_UP} rises
   * @param trainImages to learn from
   * @param testImages to measure the test error with
   * @param seeds of each start
   */
  private record Protocol(
      int depth,
      int iterations,
      int points,
      int warmUp,
      int trainImages,
      int testImages,
      int seeds) {
    static Protocol of(Scale scale) {
      return switch (scale) {
        case SMOKE -> new Protocol(8, 4, 2, 2, 128, 64, 1);
        case QUICK -> new Protocol(56, 600, 12, 120, 45_000, 2_000, 3);
        case PAPER -> new Protocol(56, 64_000, 160, 400, 45_000, 10_000, 1);
      };
    }

    TrainTest data(Scale scale) {
      return Datasets.first(scale, trainImages, testImages);
    }
  }

  @Override
  public String id() {
    return "resnet-start";
  }

  @Override
  public String title() {
    return "What the first steps cost ResNet-56";
  }

  @Override
  public String citation() {
    return "He, Zhang, Ren, Sun: Deep residual learning for image recognition (2015), section 4.2;"
        + " Goyal and others: Accurate, large minibatch SGD (2017), section 2.2, for a rising rate";
  }

  /** None: the lecture does not speak of how training starts. */
  @Override
  public List<String> claims() {
    return List.of();
  }

  @Override
  public List<String> arms(Scale scale) {
    return Arrays.stream(Start.values()).map(Start::arm).toList();
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    Protocol protocol = Protocol.of(scale);
    return TodaysProtocol.of(
        scale,
        protocol.trainImages(),
        protocol.testImages(),
        Degradation.BATCH,
        protocol.iterations());
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return Protocol.of(scale).seeds();
  }

  /** How many images the test error is measured with. */
  static int testImages(Scale scale) {
    return Protocol.of(scale).testImages();
  }

  /** Layers of the network. */
  static int depth(Scale scale) {
    return Protocol.of(scale).depth();
  }

  @Override
  public List<String> deviations(Scale scale) {
    Protocol protocol = Protocol.of(scale);
    var deviations = new ArrayList<String>();
    deviations.add(
        "The paper warms up its network of 110 layers only, at a rate of 0.01 until the training error"
            + " is below 80 %; here the rate of 56 layers rises in a straight line over "
            + protocol.warmUp()
            + " iterations.");
    if (scale != Scale.PAPER) {
      deviations.add(
          protocol.iterations()
              + " iterations instead of 64 000: this shows what a start leaves behind, not what the"
              + " whole schedule makes of it.");
    }
    deviations.addAll(Degradation.recipeDeviations(scale, protocol.testImages()));
    return deviations;
  }

  /** A seed of all starts before the next one, so that what is there can be compared. */
  @Override
  public void run(Session session) throws InterruptedException {
    var training = new TrainingRuns(session);
    Scale scale = session.scale();
    TrainTest data = Protocol.of(scale).data(scale);
    for (long seed = 1; seed <= session.seeds(this, Start.UNIT_SCALES.arm()); seed++) {
      for (Start start : Start.values()) {
        training.completeOneOf(jobs(scale, start, seed, data));
      }
    }
  }

  private List<TrainingJob> jobs(Scale scale, Start start, long seed, TrainTest data) {
    return Degradation.precisions(scale).stream()
        .map(precision -> job(scale, start, precision, seed, data))
        .toList();
  }

  private TrainingJob job(
      Scale scale, Start start, Precision precision, long seed, TrainTest data) {
    Protocol protocol = Protocol.of(scale);
    var network =
        CifarResNet.resnet(protocol.depth(), Datasets.shape(data.train()), data.train().classes());
    Training recipe =
        Degradation.recipe(network, data, protocol.iterations(), protocol.points())
            .precision(precision)
            .normalization(Normalization.pixelMean(data.train()))
            .seed(seed);
    Training training = start.of(recipe, protocol.warmUp());
    return TrainingJob.of(id(), start.arm(), scale, training).withProbe();
  }

  @Override
  public Optional<TrainingJob> job(RunRecord record) {
    Scale scale = record.spec().scale();
    return Arrays.stream(Start.values())
        .filter(start -> start.arm().equals(record.arm()))
        .findFirst()
        .map(
            start -> {
              Precision precision = TrainingJob.precision(record.spec());
              TrainTest data = Protocol.of(scale).data(scale);
              return job(scale, start, precision, record.seed(), data);
            });
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return ResNetStartReport.of(scale, records);
  }
}
