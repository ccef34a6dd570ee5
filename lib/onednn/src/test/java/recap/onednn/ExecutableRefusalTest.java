package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static recap.onednn.SmallStep.LABELS;
import static recap.onednn.SmallStep.classifier;
import static recap.onednn.SmallStep.training;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import recap.nn.Conv2d;
import recap.nn.Initializer;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Param;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.ShapeException;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.zoo.Zoo;

/**
 * What an executable refuses: sizes, names, labels and weights that do not fit, and calls out of
 * order.
 */
class ExecutableRefusalTest {
  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  @Test
  void velocitiesThatDoNotFitAreRefusedAndLeaveTheOthersAlone() {
    try (var step = training(classifier(), Precision.F32)) {
      step.step(LABELS, 0.1, 0.9, 0);
      String before = step.momentum().sha256();
      var velocities = new LinkedHashMap<>(step.momentum().tensors());
      velocities.put("conv.bias", new Tensor(List.of(100), new float[100]));
      velocities.put("nowhere", new Tensor(List.of(1), new float[1]));
      assertThatThrownBy(() -> step.loadMomentum(new Weights(velocities)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "classifier: expected its own tensors, received others; fix these:\n"
                  + "  conv.bias: expected [8], received [100]\n"
                  + "  extra nowhere [1]");
      assertThat(step.momentum().sha256()).isEqualTo(before);
    }
  }

  @Test
  void namesIndicesAndLengthsThatDoNotFitAreRefused() {
    try (var step = training(classifier(), Precision.F32)) {
      step.forward();
      assertThatThrownBy(() -> step.gradientNorm("conv.wait"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "learned tensor: expected a known learned tensor, received 'conv.wait';"
                  + " did you mean conv.weight?");
      assertThatThrownBy(() -> step.output(1, new float[32]))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "classifier: expected an output from 0 to 0, received 1;"
                  + " count them from 0 in the network's order.");
      assertThatThrownBy(() -> step.backward(new float[31]))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "classifier: expected 32 values of a gradient, received 31;"
                  + " pass an array of that length.");
      assertThatThrownBy(() -> step.backward(new float[32], new float[32]))
          .hasMessageContaining("expected 1 gradients of outputs, received 2");
      assertThatThrownBy(() -> step.correct(new int[4], 5))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("expected from 0 to 4 samples to count, received 5");
      assertThatThrownBy(() -> step.correct(LABELS, -1))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("expected from 0 to 8 samples to count, received -1");
      assertThatThrownBy(() -> step.correct(new int[] {0, -1}, 2))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("expected labels from 0 to 3, received -1");
      assertThat(step.correct(new int[] {0, -1}, 1)).isBetween(0, 1);
    }
  }

  @Test
  void anAuxiliaryClassifierOfOtherClassesIsRefused() {
    Node x = Node.input(Shape.features(4));
    var network = Network.of("two", x.then("main", Linear.of(3)), x.then("aux", Linear.of(2)));
    try (var step = training(network, Precision.F32)) {
      step.forward();
      assertThatThrownBy(() -> step.loss(new int[8]))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "two: expected one score for each of 3 classes from every output, received"
                  + " aux (Linear) 2; end the network in one score for each class.");
    }
  }

  @Test
  void imagesAreNoScores() {
    Node maps = Node.input(1, 2, 2).then("maps", Conv2d.of(10, 1));
    try (var step = training(Network.of("image", maps), Precision.F32)) {
      step.forward();
      for (Runnable use :
          List.<Runnable>of(() -> step.loss(LABELS), () -> step.correct(LABELS, 8))) {
        assertThatThrownBy(use::run)
            .isInstanceOf(ShapeException.class)
            .hasMessage(
                "image: expected one score for each of 10 classes from every output, received"
                    + " maps (Conv2d) 10x2x2; end the network in one score for each class.");
      }
    }
  }

  @Test
  void tooLargeABatchIsRefusedBeforeAnythingIsAllocated() {
    var network = Zoo.build("cifar_resnet20");
    long before = NativeMemory.residentBytes();
    assertThatThrownBy(
            () -> Executable.compile(network, 10_000_000, Precision.F32, Mode.TRAINING).close())
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageMatching(
            "cifar_resnet20 at batch 10000000: expected at least \\d{8,} MiB of free memory,"
                + " received \\d+ MiB; a batch of \\d+ would fit\\.");
    assertThat(NativeMemory.residentBytes() - before).isLessThan(200L << 20);
  }

  @Test
  void anEmptyBatchIsRefused() {
    assertThatThrownBy(
            () -> Executable.compile(classifier(), 0, Precision.F32, Mode.TRAINING).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "classifier: expected a batch of at least 1, received 0;"
                + " pass the number of samples to compute at once.");
  }

  @Test
  void aClosedExecutableSaysSo() {
    var step = training(classifier(), Precision.F32);
    step.close();
    step.close(); // a second time does nothing
    for (Runnable use :
        List.<Runnable>of(
            step::forward,
            step::backward,
            step::weights,
            step::references,
            step::reorders,
            () -> step.backward(new float[32]),
            () -> step.loss(LABELS),
            () -> step.update(0.1, 0, 0),
            () -> step.output(0, new float[1]),
            () -> step.load(new Weights(new LinkedHashMap<>())))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "classifier: expected an open executable, received a closed one; compile it again.");
    }
  }

  @Test
  void aBackwardPassNeedsTheLossOfItsForwardPass() {
    try (var step = training(classifier(), Precision.F32)) {
      step.forward();
      step.loss(LABELS);
      step.backward();
      step.forward();
      assertThatThrownBy(step::backward)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("classifier: expected a loss of this forward pass")
          .hasMessageContaining("call loss(labels) first");
      step.loss(LABELS);
      step.backward();
    }
  }

  @Test
  void aBackwardPassNeedsAForwardPassWithTheSameWeights() {
    var network = classifier();
    try (var step = training(network, Precision.F32)) {
      step.forward();
      step.loss(LABELS);
      step.load(Initializer.he().initialize(network, 8));
      assertThatThrownBy(step::backward)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("classifier: expected a forward pass before each backward pass");
    }
  }

  @Test
  void anUpdateNeedsABackwardPassOfItsOwn() {
    var network = classifier();
    try (var step = training(network, Precision.F32)) {
      Runnable backwardForgotten =
          () -> {
            step.forward();
            step.loss(LABELS);
          };
      Runnable done = () -> step.step(LABELS, 0.1, 0.9, 0);
      Runnable loaded =
          () -> {
            step.forward();
            step.loss(LABELS);
            step.backward();
            step.load(Initializer.he().initialize(network, 8));
          };
      for (Runnable before : List.of(done, backwardForgotten, loaded)) {
        before.run();
        String weights = step.weights().sha256();
        assertThatThrownBy(() -> step.update(0.1, 0.9, 0))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "classifier: expected a backward pass before each update, received none; call"
                    + " backward() first, since an update needs the gradients of this step.");
        assertThat(step.weights().sha256()).isEqualTo(weights);
      }
    }
  }

  @Test
  void aForwardPassNeedsWeights() {
    for (Mode mode : List.of(Mode.TRAINING, Mode.INFERENCE)) {
      try (var step = Executable.compile(classifier(), 2, Precision.F32, mode)) {
        assertThatThrownBy(step::forward)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "classifier: expected weights before the first forward pass, received none; call"
                    + " load(weights) first, with an initializer's or those of a file.");
      }
    }
  }

  @Test
  void outputsAreThoseOfAForwardPassWithTheseWeights() {
    var network = classifier();
    try (var step = training(network, Precision.F32)) {
      var uses =
          List.<Runnable>of(
              () -> step.output(0, new float[32]),
              () -> step.loss(LABELS),
              () -> step.correct(LABELS, 8));
      for (Runnable use : uses) {
        assertThatThrownBy(use::run)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "classifier: expected a forward pass with these weights before its outputs are read,"
                    + " received none; call forward() first.");
      }
      step.step(LABELS, 0.1, 0.9, 0);
      uses.forEach(Runnable::run);
      step.load(Initializer.he().initialize(network, 8));
      uses.forEach(use -> assertThatThrownBy(use::run).isInstanceOf(IllegalStateException.class));
    }
  }

  @Test
  void anUpdateThatLeavesNoNumbersIsRefused() {
    try (var step = training(classifier(), Precision.F32)) {
      step.forward();
      step.loss(LABELS);
      step.backward();
      String weights = step.weights().sha256();
      double nan = Double.NaN;
      for (double[] wrong :
          new double[][] {{nan, 0, 0}, {-0.1, 0, 0}, {0.1, 1, 0}, {0.1, 0, -1}, {0.1, nan, 0}}) {
        assertThatThrownBy(() -> step.update(wrong[0], wrong[1], wrong[2]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith(
                "classifier: expected a rate and a weight decay of 0 or more and a momentum in [0, 1),"
                    + " received a rate of ");
      }
      assertThat(step.weights().sha256()).isEqualTo(weights);
      step.update(0.1, 0.9, 0);
    }
  }

  @Test
  void aNetworkWithoutTensorsNeedsNone() {
    var network = Network.of("n", Node.input(Shape.features(3)).then("relu", new ReLU()));
    try (var step = Executable.compile(network, 1, Precision.F32, Mode.INFERENCE)) {
      System.arraycopy(new float[] {1, 2, 3}, 0, step.inputBuffer(), 0, 3);
      step.forward();
      var output = new float[3];
      step.output(0, output);
      assertThat(output).containsExactly(1, 2, 3);
    }
  }

  /** Computes once, and then never again. */
  private record Once(boolean[] done) implements JavaLayer {
    @Override
    public void forward(Shape shape, int batch, float[] x, float[] y) {
      if (done[0]) {
        throw new ArithmeticException("once only");
      }
      done[0] = true;
      System.arraycopy(x, 0, y, 0, x.length);
    }

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
      System.arraycopy(dy, 0, dx, 0, dx.length);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void afterAForwardPassThatFailedThereIsNoBackwardPass(boolean profiled) {
    Node x = Node.input(Shape.features(4)).then(Linear.of(4)).then(new Once(new boolean[1]));
    try (var step = training(Network.of("once", x), Precision.F32)) {
      step.forward();
      step.loss(LABELS);
      assertThatThrownBy(profiled ? step::profile : step::forward).hasMessage("once only");
      assertThatThrownBy(step::backward)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("once: expected a forward pass before each backward pass");
    }
  }

  @Test
  void aRefusedGradientLeavesThoseOfTheLoss() {
    Node x = Node.input(Shape.features(4));
    var network = Network.of("two", x.then("main", Linear.of(4)), x.then("aux", Linear.of(4)));
    try (var step = training(network, Precision.F32);
        var other = training(network, Precision.F32)) {
      for (var each : List.of(step, other)) {
        each.forward();
        each.loss(LABELS);
      }
      assertThatThrownBy(() -> step.backward(new float[32], new float[31]))
          .hasMessageContaining("expected 32 values of a gradient, received 31");
      step.backward();
      other.backward();
      assertThat(step.gradients().sha256()).isEqualTo(other.gradients().sha256());
    }
  }

  /** Of two inputs, or with a parameter. */
  private record Greedy(boolean alone) implements JavaLayer {
    @Override
    public Shape infer(String who, List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<Param> parameters(List<Shape> inputs) {
      return alone ? new Linear(1, true).parameters(inputs) : List.of();
    }

    @Override
    public void forward(Shape shape, int batch, float[] x, float[] y) {}

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {}
  }

  @Test
  void aJavaLayerOfSeveralInputsOrWithParametersIsRefused() {
    Node x = Node.input(Shape.features(8));
    var joined = Network.of("joined", Node.join(new Greedy(false), x, x.then(Linear.of(8))));
    var learning = Network.of("learning", x.then(new Greedy(true)));
    for (Network network : List.of(joined, learning)) {
      assertThatThrownBy(() -> Executable.compile(network, 2, Precision.F32, Mode.TRAINING).close())
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("expected a JavaLayer of one input and no parameters, received")
          .hasMessageEndingWith("take parameters from Conv2d, Linear or BatchNorm.");
    }
  }

  @Test
  void labelsThatDoNotFitAreRefused() {
    try (var step = training(classifier(), Precision.F32)) {
      step.forward();
      assertThatThrownBy(() -> step.loss(new int[] {0, 1}))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "classifier: expected 8 labels, received 2 labels;"
                  + " pass one for each sample of the batch.");
      for (int wrong : new int[] {-1, 4}) {
        assertThatThrownBy(() -> step.loss(new int[] {0, 1, 2, 3, 0, 1, 2, wrong}))
            .isInstanceOf(ShapeException.class)
            .hasMessage(
                "classifier: expected labels from 0 to 3, received %d;"
                    + " give the network as many outputs as there are classes.",
                wrong);
      }
    }
  }

  @Test
  void wrongWeightsAreListedCompletely() {
    var network = classifier();
    var tensors = new LinkedHashMap<>(Initializer.he().initialize(network, 1).tensors());
    tensors.remove("conv.bias");
    tensors.put("fc.bias", new Tensor(List.of(5), new float[5]));
    tensors.put("head.bias", new Tensor(List.of(2), new float[2]));
    try (var step = training(network, Precision.F32)) {
      String before = step.weights().sha256();
      assertThatThrownBy(() -> step.load(new Weights(tensors)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "classifier: expected its own tensors, received others; fix these:\n"
                  + "  missing conv.bias [8]\n"
                  + "  fc.bias: expected [4], received [5]\n"
                  + "  extra head.bias [2]");
      assertThat(step.weights().sha256()).isEqualTo(before);
    }
  }

  @Test
  void whatAModeDoesNotComputeNamesTheModeThatDoes() {
    var network = classifier();
    try (var step = Executable.compile(network, 1, Precision.F32, Mode.INFERENCE)) {
      assertThatThrownBy(step::backward)
          .hasMessage(
              "classifier: expected Mode.TRAINING for a backward pass, received INFERENCE;"
                  + " compile with Mode.TRAINING.");
    }
    try (var step = training(network, Precision.F32)) {
      assertThatThrownBy(() -> step.inputGradient(0))
          .hasMessage(
              "classifier: expected Mode.ANALYSIS, received TRAINING;"
                  + " compile with Mode.ANALYSIS to keep the gradient by the input.");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSecondBackwardPassNeedsAForwardPass(boolean profiled) {
    try (var step = training(classifier(), Precision.F32)) {
      if (profiled) {
        step.profile();
      } else {
        step.step(LABELS, 0.05, 0.9, 1e-4);
      }
      assertThatThrownBy(step::backward)
          .hasMessage(
              "classifier: expected a forward pass before each backward pass, received none; call"
                  + " forward() first, since the backward pass overwrites what it has read.");
    }
  }
}
