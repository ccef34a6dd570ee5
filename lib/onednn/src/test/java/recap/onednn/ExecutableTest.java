package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static recap.onednn.SmallStep.LABELS;
import static recap.onednn.SmallStep.classifier;
import static recap.onednn.SmallStep.feed;
import static recap.onednn.SmallStep.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.Initializer;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.Shape;
import recap.zoo.Zoo;

/** What a user of an executable can rely on, and the mistakes that it refuses. */
class ExecutableTest {
  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  private static List<Double> losses(Network network, Precision precision, int steps) {
    var losses = new ArrayList<Double>();
    try (var step = training(network, precision)) {
      for (int i = 0; i < steps; i++) {
        step.seed(7, i);
        losses.add(step.step(LABELS, 0.05, 0.9, 1e-4));
      }
    }
    return losses;
  }

  @ParameterizedTest
  @MethodSource("recap.onednn.Available#precisions")
  void theSameSeedGivesTheSameBits(Precision precision) {
    var network = Zoo.build("cifar_resnet8");
    var hashes = new ArrayList<String>();
    for (int run = 0; run < 2; run++) {
      try (var step = training(network, precision)) {
        for (int i = 0; i < 3; i++) {
          step.seed(7, i);
          step.step(LABELS, 0.05, 0.9, 1e-4);
        }
        hashes.add(step.weights().sha256() + step.momentum().sha256());
      }
    }
    assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
  }

  @ParameterizedTest
  @MethodSource("recap.onednn.Available#precisions")
  void aFewStepsReduceTheLossOfANetworkWithAJavaLayer(Precision precision) {
    Node x = Node.input(3, 6, 6).then("conv", Conv2d.of(8, 3)).then("swish", new Swish());
    var network = Network.of("swish", x.then(new Flatten()).then("fc", Linear.of(4)));
    var losses = losses(network, precision, 10);
    assertThat(losses).allMatch(Double::isFinite);
    assertThat(losses.get(9)).isLessThan(0.5 * losses.get(0));
  }

  @Test
  void theMemoryOfAJavaLayerIsCountedForBatchesThatNoHeapHolds() {
    Node x = Node.input(3, 8, 8).then("swish", new Swish());
    var network = Network.of("swish", x.then(new Flatten()).then("fc", Linear.of(4)));
    assertThat(Executable.memoryFor(network, 20_000_000, Precision.F32, Mode.TRAINING).total())
        .isGreaterThan(20_000_000L * 3 * 8 * 8 * Float.BYTES);
  }

  /** The gradient of the bias of a wide layer multiplies by a one for each sample. */
  @Test
  void theMemoryOfABiasIsCountedForBatchesThatNoHeapHolds() {
    var network = Network.of("wide", Node.input(Shape.features(5000)).then("fc", Linear.of(1)));
    long batch = 1_000_000_000;
    assertThat(Executable.memoryFor(network, (int) batch, Precision.F32, Mode.TRAINING).total())
        .isGreaterThan(batch * Float.BYTES);
  }

  /** A layout that pads channels must keep zeros there: norm and update pass over them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 12})
  void theNormOfAGradientIsThatOfItsValues(int channels) {
    Node x = Node.input(channels, 16, 16).then("conv", Conv2d.of(8, 1).stride(2).noBias());
    var network = Network.of("strided", x);
    for (Mode mode : new Mode[] {Mode.TRAINING, Mode.ANALYSIS}) {
      try (var step = Executable.compile(network, 8, Precision.F32, mode)) {
        step.load(Initializer.he().initialize(network, 1));
        Arrays.fill(step.inputBuffer(), 0.5f);
        float[] dy = new float[8 * 8 * 8 * 8];
        Arrays.fill(dy, 0.01f);
        step.forward();
        step.backward(dy);
        // Each weight sees 8 samples of 8 x 8 pixels.
        double each = 0.5 * 0.01 * 8 * 8 * 8;
        assertThat(step.gradientNorm("conv.weight"))
            .as("%s", mode)
            .isCloseTo(each * Math.sqrt(8.0 * channels), withinPercentage(0.01));
      }
    }
  }

  @Test
  void aStepIsForwardLossBackwardAndUpdate() {
    var network = classifier();
    try (var whole = training(network, Precision.F32);
        var parts = training(network, Precision.F32)) {
      double loss = whole.step(LABELS, 0.1, 0.9, 1e-3);
      parts.forward();
      assertThat(parts.loss(LABELS)).isEqualTo(loss);
      parts.backward();
      parts.update(0.1, 0.9, 1e-3);
      assertThat(parts.weights().sha256()).isEqualTo(whole.weights().sha256());
      assertThat(parts.gradientNorm("fc.weight"))
          .isCloseTo(
              Numbers.norm(Numbers.doubles(parts.gradients().get("fc.weight").values())),
              within(1e-9));
    }
  }

  @Test
  void batchNormMovesItsEstimatesTowardsTheBatch() {
    var network =
        Network.of("norm", Node.input(3, 4, 4).then("bn", new BatchNorm(1e-5f, 0.3f, false)));
    var frozen =
        Network.of("norm", Node.input(3, 4, 4).then("bn", new BatchNorm(1e-5f, 0.3f, true)));
    int batch = 5;
    float[] x = Numbers.input("batch", batch, Shape.image(3, 4, 4));
    double[] mean = new double[3];
    double[] variance = new double[3];
    int count = batch * 16;
    for (int i = 0; i < x.length; i++) {
      mean[i / 16 % 3] += x[i] / (double) count;
    }
    for (int i = 0; i < x.length; i++) {
      variance[i / 16 % 3] += Math.pow(x[i] - mean[i / 16 % 3], 2) / (count - 1);
    }
    Arrays.setAll(mean, c -> 0.3 * mean[c]); // from 0
    Arrays.setAll(variance, c -> 0.7 + 0.3 * variance[c]); // from 1
    try (var step = Executable.compile(network, batch, Precision.F32, Mode.TRAINING);
        var still = Executable.compile(frozen, batch, Precision.F32, Mode.TRAINING)) {
      for (var executable : List.of(step, still)) {
        executable.load(Initializer.he().initialize(network, 1));
        feed(executable);
        executable.forward();
      }
      var moved = step.weights();
      Numbers.assertClose("mean", moved.get("bn.running_mean").values(), mean, 1e-5);
      Numbers.assertClose("variance", moved.get("bn.running_var").values(), variance, 1e-5);
      assertThat(still.weights().sha256())
          .isEqualTo(Initializer.he().initialize(network, 1).sha256());
    }
  }

  /** Of a layer that no gradient comes back to. */
  private record Inverted() implements JavaLayer {
    @Override
    public void forward(Shape shape, int batch, float[] x, float[] y) {
      for (int i = 0; i < y.length; i++) {
        y[i] = 1 - x[i];
      }
    }

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
      throw new AssertionError("a backward pass for no one");
    }
  }

  @Test
  void nothingRunsBackwardBeforeTheFirstLayerThatLearns() {
    Node x = Node.input(1, 6, 6).then("inverted", new Inverted()).then("pool", AvgPool.of(2, 2));
    x = x.then("flat", new Flatten()).then("drop", new Dropout(0.5f)).then("scale", new Scale(2));
    x = x.then("hidden", Linear.of(8)).then(new ReLU()).then("out", Linear.of(4));
    try (var step = training(Network.of("perceptron", x), Precision.F32)) {
      assertThat(step.profile().keySet())
          .containsExactly(
              "pool forward",
              "drop forward",
              "scale forward",
              "hidden forward",
              "out forward",
              "out backward weights",
              "out backward data",
              "relu backward",
              "hidden backward weights");
    }
  }

  @Test
  void primitivesFillAPartOfAStepsTime() {
    try (var step = training(classifier(), Precision.F32)) {
      Runnable whole = () -> step.step(LABELS, 0.1, 0.9, 0);
      whole.run();
      long start = System.nanoTime();
      long primitives = step.primitiveNanos(whole);
      assertThat(primitives).isBetween(1L, System.nanoTime() - start);
      step.forward();
      step.loss(LABELS);
      step.backward();
      assertThat(step.primitiveNanos(() -> step.update(0.1, 0.9, 0))).isPositive();
      assertThat(step.primitiveNanos(() -> {})).isZero();
    }
  }

  @Test
  void momentumTravelsBetweenExecutables() {
    var network = classifier();
    try (var first = training(network, Precision.F32);
        var second = training(network, Precision.F32)) {
      first.step(LABELS, 0.1, 0.9, 0);
      second.load(first.weights());
      second.loadMomentum(first.momentum());
      first.step(LABELS, 0.1, 0.9, 0);
      second.step(LABELS, 0.1, 0.9, 0);
      assertThat(second.weights().sha256()).isEqualTo(first.weights().sha256());
      second.load(first.weights());
      assertThat(second.momentum().get("fc.bias").values()).containsOnly(0);
    }
  }

  @Test
  void correctCountsTheSamplesWithTheirLabelOnTop() {
    try (var step = training(classifier(), Precision.F32)) {
      step.forward();
      float[] logits = new float[LABELS.length * 4];
      step.output(0, logits);
      int[] predicted = new int[LABELS.length];
      for (int i = 0; i < logits.length; i++) {
        int n = i / 4;
        predicted[n] = logits[i] > logits[n * 4 + predicted[n]] ? i % 4 : predicted[n];
      }
      assertThat(step.correct(predicted, 8)).isEqualTo(8);
      assertThat(step.correct(predicted, 3)).isEqualTo(3);
      predicted[1] = (predicted[1] + 1) % 4;
      assertThat(step.correct(predicted, 8)).isEqualTo(7);
    }
  }

  /** Until then the same, so that a gradient can be held against differences of two passes. */
  @Test
  void eachUpdateDrawsNewMasks() {
    Node x = Node.input(Shape.features(64)).then(new Dropout(0.5)).then("fc", Linear.of(4));
    try (var step = training(Network.of("masked", x), Precision.F32)) {
      float[] first = forward(step);
      assertThat(forward(step)).isEqualTo(first);
      step.step(LABELS, 0, 0, 0);
      assertThat(forward(step)).isNotEqualTo(first);
      step.seed(0, 0);
      assertThat(forward(step)).isEqualTo(first);
    }
  }

  private static float[] forward(Executable step) {
    float[] output = new float[step.batch() * step.network().output().shape().channels()];
    step.forward();
    step.output(0, output);
    return output;
  }
}
