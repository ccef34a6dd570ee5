package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Input;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Param;
import recap.nn.Shape;
import recap.nn.ShapeException;

/** What holds for every layer, checked for each {@link LayerCase}. */
class LayerContractTest {
  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  /** Each case in both precisions, alone and, where it takes images, among convolutions. */
  static Stream<Arguments> executions() {
    return executions(LayerCase.ALL.stream());
  }

  /** Without the layers that are random in training; {@link RandomMaskTest} has those. */
  static Stream<Arguments> trainings() {
    return executions(
        LayerCase.ALL.stream()
            .filter(layer -> !(layer.op() instanceof Dropout || layer.op() instanceof DropPath)));
  }

  private static Stream<Arguments> executions(Stream<LayerCase> cases) {
    return cases.flatMap(
        layer -> {
          boolean images = layer.inputs().stream().anyMatch(Shape::isImage);
          List<Boolean> placements = images ? List.of(false, true) : List.of(false);
          return Available.precisions().stream()
              .flatMap(
                  precision ->
                      placements.stream().map(among -> Arguments.of(layer, precision, among)));
        });
  }

  static Stream<LayerCase> imageLayers() {
    return LayerCase.ALL.stream().filter(layer -> layer.inputs().get(0).isImage());
  }

  static Stream<LayerCase> wiredLayers() {
    return LayerCase.ALL.stream().filter(layer -> !(layer.op() instanceof Input));
  }

  private static Network network(LayerCase layer, boolean amongConvolutions) {
    return amongConvolutions ? layer.amongConvolutions() : layer.alone();
  }

  /** Computes the case after a batch of other values, which must leave no trace. */
  private static float[] forward(Executable step, NaiveCase naive) {
    step.load(naive.weights(step.network()));
    for (int i = 0; i < naive.inputs.size(); i++) {
      Arrays.fill(step.inputBuffer(i), 3 + i);
    }
    step.forward();
    for (int i = 0; i < naive.inputs.size(); i++) {
      float[] values = naive.inputs.get(i);
      System.arraycopy(values, 0, step.inputBuffer(i), 0, values.length);
    }
    step.forward();
    float[] y =
        new float[Math.toIntExact(step.batch() * step.network().output().shape().elements())];
    step.output(0, y);
    return y;
  }

  private static void assertParameterGradients(
      Executable step, NaiveCase naive, String mode, double tolerance) {
    var gradients = step.gradients();
    for (Param param : naive.layer.op().parameters(naive.layer.inputs())) {
      if (param.learned()) {
        float[] gradient = gradients.get(LayerCase.LAYER + "." + param.name()).values();
        int variable = naive.variable(param.name());
        naive.assertGradient(mode + " gradient of " + param.name(), variable, gradient, tolerance);
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}, among convolutions: {2}")
  @MethodSource("executions")
  void outputsAndGradientsAreThoseOfTheNaiveForm(
      LayerCase layer, Precision precision, boolean amongConvolutions) {
    var naive = NaiveCase.of(layer);
    double tolerance = Numbers.tolerance(precision);
    var network = network(layer, amongConvolutions);
    try (var step = Executable.compile(network, layer.batch(), precision, Mode.ANALYSIS)) {
      Numbers.assertClose("output", forward(step, naive), naive.training, tolerance);
      step.backward(naive.outputGradient);
      for (int i = 0; i < layer.inputs().size(); i++) {
        naive.assertGradient("gradient of input " + i, i, step.inputGradient(i), tolerance);
      }
      assertParameterGradients(step, naive, "analysis", tolerance);
    }
  }

  @ParameterizedTest(name = "{0}, {1}, among convolutions: {2}")
  @MethodSource("trainings")
  void trainingComputesTheSame(LayerCase layer, Precision precision, boolean amongConvolutions) {
    var naive = NaiveCase.of(layer);
    double tolerance = Numbers.tolerance(precision);
    var network = network(layer, amongConvolutions);
    try (var step = Executable.compile(network, layer.batch(), precision, Mode.TRAINING)) {
      Numbers.assertClose("output", forward(step, naive), naive.training, tolerance);
      step.backward(naive.outputGradient);
      assertParameterGradients(step, naive, "training", tolerance);
    }
  }

  @ParameterizedTest(name = "{0}, {1}, among convolutions: {2}")
  @MethodSource("executions")
  void inferenceComputesTheNaiveForm(
      LayerCase layer, Precision precision, boolean amongConvolutions) {
    var naive = NaiveCase.of(layer);
    var network = network(layer, amongConvolutions);
    try (var step = Executable.compile(network, layer.batch(), precision, Mode.INFERENCE)) {
      float[] y = forward(step, naive);
      Numbers.assertClose("output", y, naive.inference, Numbers.tolerance(precision));
    }
  }

  @ParameterizedTest
  @FieldSource("recap.onednn.LayerCase#ALL")
  void theInferredShapeIsTheExecutedOne(LayerCase layer) {
    var network = layer.alone();
    var naive = NaiveCase.of(layer);
    int elements = naive.training.length;
    assertThat(layer.batch() * network.output().shape().elements()).isEqualTo(elements);
    try (var step = Executable.compile(network, layer.batch(), Precision.F32, Mode.INFERENCE)) {
      step.load(naive.weights(network));
      step.forward();
      step.output(0, new float[elements]);
      assertThatThrownBy(() -> step.output(0, new float[elements + 1]))
          .isInstanceOf(ShapeException.class);
    }
  }

  @ParameterizedTest
  @FieldSource("recap.onednn.LayerCase#ALL")
  void theDeclaredParametersAreTheAllocatedOnes(LayerCase layer) {
    var naive = NaiveCase.of(layer);
    var network = layer.alone();
    for (Precision precision : Available.precisions()) {
      try (var step = Executable.compile(network, layer.batch(), precision, Mode.TRAINING)) {
        step.load(naive.weights(network));
        var allocated = step.weights();
        assertThat(allocated.mismatches(network.parameters())).isEmpty();
        assertThat(allocated.sha256()).isEqualTo(naive.weights(network).sha256());
        long learned = network.parameterCount() * Float.BYTES;
        assertThat(step.memory().parameters()).isGreaterThanOrEqualTo(learned);
        assertThat(step.memory().gradients()).isEqualTo(step.memory().parameters());
        assertThat(step.memory().momentum()).isEqualTo(step.memory().parameters());
        assertThat(learned == 0).isEqualTo(step.memory().parameters() == 0);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("recap.onednn.LayerCase#ALL")
  void macsAndOperationsAreThoseOfTheNaiveLoop(LayerCase layer) {
    var counting = new Naive(layer.batch(), false);
    NaiveCase.of(layer).compute(counting);
    long macs = layer.op().macs(layer.inputs());
    assertThat(macs * layer.batch()).isEqualTo(counting.macs);
    assertThat(layer.op().operations(layer.inputs()) * layer.batch())
        .isEqualTo(counting.macs + counting.taps);
  }

  @ParameterizedTest
  @MethodSource("imageLayers")
  void theReceptiveFieldIsWhatPerturbedPixelsShow(LayerCase layer) {
    PerturbedPixels.of(NaiveCase.of(layer)).assertAgreesWithTheAccount();
  }

  @ParameterizedTest
  @MethodSource("wiredLayers")
  void whatDoesNotFitIsRefusedWithTheRemedy(LayerCase layer) {
    List<Node> fitting = layer.inputs().stream().map(Node::input).toList();
    var twice = new ArrayList<>(fitting);
    twice.addAll(fitting);
    var otherRank =
        layer.inputs().stream()
            .map(shape -> shape.isImage() ? Shape.features(4) : Shape.image(4, 2, 2))
            .map(Node::input)
            .toList();
    assertThat(refusals(layer.op(), List.of(), twice, otherRank))
        .isNotEmpty()
        .allSatisfy(
            message ->
                assertThat(message)
                    .startsWith(LayerCase.LAYER + " (" + layer.op().kind() + "): expected ")
                    .matches(".+: expected .+, received .+; .+\\."));
  }

  @SafeVarargs
  private static List<String> refusals(Op op, List<Node>... wirings) {
    var messages = new ArrayList<String>();
    for (List<Node> inputs : wirings) {
      try {
        Node.join(LayerCase.LAYER, op, inputs);
      } catch (ShapeException e) {
        messages.add(e.getMessage());
      }
    }
    return messages;
  }
}
