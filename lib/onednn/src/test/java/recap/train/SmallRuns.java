package recap.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import recap.data.Augmentation;
import recap.data.Synthetic;
import recap.data.TrainTest;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.GlobalAvgPool;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.onednn.Threads;
import recap.train.TrainingResult.Status;

/** A training of a second or less with everything that has state: statistics, masks, momentum. */
final class SmallRuns {
  static final TrainTest DATA = Synthetic.load(7, 320, 100, 3, 8, 8);

  static {
    // Steps of a millisecond gain nothing from threads, and lose much on a busy machine.
    Threads.set(1);
  }

  private SmallRuns() {}

  /** Interrupts the training thread in the forward pass of a chosen step. */
  record InterruptingLayer() implements JavaLayer {
    private static final AtomicInteger LEFT = new AtomicInteger(-1);

    /** In the {@code steps}-th forward pass from now, evaluations counted; never below 1. */
    static void arm(int steps) {
      LEFT.set(steps);
    }

    @Override
    public void forward(Shape shape, int batch, float[] x, float[] y) {
      System.arraycopy(x, 0, y, 0, x.length);
      if (LEFT.decrementAndGet() == 0) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
      System.arraycopy(dy, 0, dx, 0, dy.length);
    }
  }

  static Network network() {
    return Network.of(
        "small",
        Node.input(3, 8, 8)
            .then("conv1", Conv2d.of(16, 3).padding(1).noBias())
            .then("bn1", new BatchNorm())
            .then(new ReLU())
            .then("conv2", Conv2d.of(16, 3).stride(2))
            .then(new ReLU())
            .then(new GlobalAvgPool())
            .then(new InterruptingLayer())
            .then(new Dropout(0.2f))
            .then("fc", Linear.of(10)));
  }

  private static final class Whole {
    static final TrainingResult RESULT;

    static {
      InterruptingLayer.arm(0);
      RESULT = Trainer.of(training()).run();
    }
  }

  /** {@link #training()} without an interruption, computed once. */
  static TrainingResult whole() {
    return Whole.RESULT;
  }

  static void assertSameAsWhole(TrainingResult result) {
    assertThat(result.status()).isEqualTo(Status.FINISHED);
    assertThat(untimed(result)).isEqualTo(untimed(whole()));
    assertThat(result.weightsSha256()).isEqualTo(whole().weightsSha256());
  }

  /** The points without their seconds: what two runs must agree on to the last bit. */
  static List<Metrics> untimed(TrainingResult result) {
    return result.metrics().stream().map(SmallRuns::untimed).toList();
  }

  private static Metrics untimed(Metrics point) {
    return new Metrics(
        point.epoch(),
        point.iteration(),
        point.rate(),
        point.trainingLoss(),
        point.runningError(),
        point.trainingError(),
        point.testError(),
        point.gradientNorm(),
        0,
        0);
  }

  /** 60 steps in epochs of 20, measured every 15: points fall into epochs and on their ends. */
  static Training training() {
    return Training.of(network(), DATA)
        .batch(16)
        .iterations(60)
        .sgd(0.9, 1e-4)
        .schedule(Schedule.plateau(0.05, 0.5, 1, Schedule.Watched.TRAINING_LOSS).warmUp(10))
        .augmentation(new Augmentation(1, true))
        .evaluation(Evaluation.everyIterations(15).trainingSet(true).batch(64))
        .seed(11);
  }
}
