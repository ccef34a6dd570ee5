package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import recap.data.Augmentation;
import recap.data.BatchSource;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.train.SmallRuns.InterruptingLayer;

/** The trainer does what the training says: the same steps, each written out. */
class TrainingByHandTest {
  /** N; an epoch has 8 batches, so the steps reach into the second. */
  private static final int BATCH = 40;

  /** C. */
  private static final int CLASSES = 10;

  private static final long SEED = 11;
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 1e-2;

  /** A warm-up of 4 steps to 0.2, and a tenth of that from the tenth step on. */
  private static final double[] RATES = {
    0.05, 0.1, 0.15, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.02, 0.02, 0.02
  };

  /** Divides the sizes of both sets, unlike that of the trainer. */
  private static final int MEASURED_AT_ONCE = 20;

  private static final Network NETWORK = SmallRuns.network();
  private static final Augmentation AUGMENTATION = new Augmentation(1, true);
  private static final Normalization NORMALIZATION =
      Normalization.perChannel(SmallRuns.DATA.train());

  /** A point of the training and the weights there. */
  private record Point(Metrics metrics, Weights weights) {}

  @BeforeAll
  static void disarm() {
    InterruptingLayer.arm(0);
  }

  private static Training training() {
    return Training.of(NETWORK, SmallRuns.DATA)
        .batch(BATCH)
        .iterations(RATES.length)
        .sgd(MOMENTUM, DECAY)
        .schedule(Schedule.step(0.2, 0.1, 9).warmUp(4))
        .augmentation(AUGMENTATION)
        .evaluation(Evaluation.everyIterations(6).trainingSet(true).batch(48))
        .seed(SEED);
  }

  @Test
  void everyStepAndPointIsTheOneWrittenOut() {
    TrainingResult result = Trainer.of(training()).run();
    List<Point> expected = byHand();
    assertThat(result.metrics()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Metrics actual = SmallRuns.untimed(result).get(i);
      Metrics point = expected.get(i).metrics();
      assertThat(actual.gradientNorm()).isCloseTo(point.gradientNorm(), withinPercentage(1e-6));
      assertThat(actual.rate()).isCloseTo(point.rate(), withinPercentage(1e-9));
      assertThat(actual)
          .usingRecursiveComparison()
          .ignoringFields("gradientNorm", "rate")
          .isEqualTo(point);
      assertThat(actual.trainingError()).as("told apart").isNotEqualTo(actual.testError());
    }
    assertThat(result.weightsSha256()).isEqualTo(expected.get(1).weights().sha256());
  }

  private static List<Point> byHand() {
    var points = new ArrayList<Point>();
    BatchSource source =
        BatchSource.training(
            SmallRuns.DATA.train(), NORMALIZATION, AUGMENTATION, BATCH, SEED, true);
    int[] labels = new int[BATCH];
    double lossSum = 0;
    int correct = 0;
    try (var step = Executable.compile(NETWORK, BATCH, Precision.F32, Mode.TRAINING)) {
      step.load(Initializer.he().initialize(NETWORK, SEED));
      for (int i = 0; i < RATES.length; i++) {
        source.fill(i / 8, i % 8, step.inputBuffer(), labels);
        step.seed(SEED, i);
        step.forward();
        lossSum += step.loss(labels);
        correct += correct(step, labels);
        step.backward();
        double norm = norm(step.gradients().get("conv1.weight").values());
        step.update(RATES[i], MOMENTUM, DECAY);
        if (i % 6 == 5) {
          Weights weights = step.weights();
          points.add(
              new Point(
                  new Metrics(
                      (i + 1) / 8.0,
                      i + 1,
                      RATES[i],
                      lossSum / 6,
                      1 - correct / (6.0 * BATCH),
                      error(weights, SmallRuns.DATA.train()),
                      error(weights, SmallRuns.DATA.test()),
                      norm,
                      0,
                      0),
                  weights));
          lossSum = 0;
          correct = 0;
        }
      }
    }
    return points;
  }

  /** The share of {@code set} that is misclassified in inference. */
  private static double error(Weights weights, ImageSet set) {
    int[] labels = new int[MEASURED_AT_ONCE];
    BatchSource source = BatchSource.evaluation(set, NORMALIZATION, MEASURED_AT_ONCE);
    int wrong = set.size();
    try (var inference =
        Executable.compile(NETWORK, MEASURED_AT_ONCE, Precision.F32, Mode.INFERENCE)) {
      inference.load(weights);
      for (int batch = 0; batch < source.batches(); batch++) {
        source.fill(0, batch, inference.inputBuffer(), labels);
        inference.forward();
        wrong -= correct(inference, labels);
      }
    }
    return (double) wrong / set.size();
  }

  /** Samples of the batch with the greatest of their C scores at their label. */
  private static int correct(Executable executable, int[] labels) {
    float[] scores = new float[labels.length * CLASSES]; // N x C
    executable.output(0, scores);
    int correct = 0;
    for (int n = 0; n < labels.length; n++) {
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = scores[n * CLASSES + c] > scores[n * CLASSES + best] ? c : best;
      }
      correct += best == labels[n] ? 1 : 0;
    }
    return correct;
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
