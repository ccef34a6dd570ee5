package recap.labs.lab5;

import java.util.Locale;
import recap.data.Synthetic;
import recap.data.TrainTest;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.train.Evaluation;
import recap.train.Schedule;
import recap.train.Trainer;
import recap.train.Training;
import recap.train.TrainingResult;

/**
 * The design contest: the limits of an entry, how it is trained, and how it scores. Everything is
 * fixed, one thread computes, so the same network gets the same score on the same machine.
 */
public final class Contest {
  /** What a network must take. */
  public static final Shape IMAGE = Shape.image(3, 16, 16);

  /** What it must tell apart. */
  public static final int CLASSES = 10;

  /** Learned parameters. */
  public static final long MOST_PARAMETERS = 10_000;

  /** Multiply-accumulates of one image's forward pass. */
  public static final long MOST_MACS = 300_000;

  /** Bytes of all outputs for one image: pools and additions cost no MACs, but memory and time. */
  public static final long MOST_ACTIVATION_BYTES = 1 << 20;

  /** Layers of any kind. */
  public static final int MOST_LAYERS = 100;

  /** Share of test images that must be told apart. */
  public static final double LEAST_ACCURACY = 0.80;

  /** How many times as much as the baseline an entry must score. */
  public static final double FACTOR = 2;

  /** Of the images and weights that students see; grading adds others. */
  public static final int OPEN_SEED = 1;

  private static final int TRAIN_IMAGES = 1500;
  private static final int TEST_IMAGES = 500;
  private static final int BATCH = 25;
  private static final int ITERATIONS = 300;
  private static final double RATE = 0.1;

  private Contest() {}

  /**
   * What came of an entry.
   *
   * @param accuracy share of the test images told apart, in [0, 1]
   * @param macs of one image
   */
  public record Result(double accuracy, long macs) {
    /** Accuracy in points for each thousand MACs. */
    public double score() {
      return 100 * accuracy / (macs / 1000.0);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.1f %% accuracy with %,d MACs: %.2f points a thousand MACs",
          100 * accuracy,
          macs,
          score());
    }
  }

  /** Three 3x3 convolutions, the second at stride 2: what an entry is measured against. */
  public static Network baseline() {
    Node x = unit(unit(unit(Node.input(IMAGE), 8, 1), 16, 2), 16, 1);
    return Network.of("baseline", x.then(new GlobalAvgPool()).then(Linear.of(CLASSES)));
  }

  private static Node unit(Node x, int filters, int stride) {
    return x.then(Conv2d.of(filters, 3).stride(stride).padding(1).noBias())
        .then(new BatchNorm())
        .then(new ReLU());
  }

  /**
   * Trains {@code network} by the contest's schedule, on images and from weights of this seed.
   *
   * @throws IllegalStateException when the training is interrupted
   */
  public static Result run(Network network, long seed) {
    TrainTest data =
        Synthetic.load(
            seed, TRAIN_IMAGES, TEST_IMAGES, IMAGE.channels(), IMAGE.height(), IMAGE.width());
    Training training =
        Training.of(network, data)
            .batch(BATCH)
            .iterations(ITERATIONS)
            .sgd(0.9, 1e-4)
            .schedule(Schedule.step(RATE, 0.1, ITERATIONS * 3 / 4))
            .seed(seed)
            .evaluation(Evaluation.everyIterations(ITERATIONS).batch(TEST_IMAGES / 5));
    TrainingResult result = Trainer.of(training).threads(1).run();
    if (result.status() == TrainingResult.Status.INTERRUPTED) {
      throw new IllegalStateException("Contest: " + result.message() + "; enter again.");
    }
    boolean finished = result.status() == TrainingResult.Status.FINISHED;
    return new Result(finished ? 1 - result.last().testError() : 0, network.macs());
  }
}
