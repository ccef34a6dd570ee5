package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * Layers together: fusion, aliasing and summing of gradients, and reuse of memory must not show in
 * any number. The naive chain knows nothing of them.
 */
class SmallNetworkTest {
  private static final int BATCH = 2;
  private static final double STEP = 1e-6;

  /** Random directions along which a tensor's derivatives are compared. */
  private static final int DIRECTIONS = 3;

  private static final float[] X = Numbers.input("x", BATCH, SmallNetworks.IMAGE);

  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  static Stream<Arguments> cases() {
    return SmallNetworks.all().entrySet().stream()
        .flatMap(
            entry ->
                Available.precisions().stream()
                    .map(precision -> Arguments.of(entry.getKey(), entry.getValue(), precision)));
  }

  private static Weights weights(Network network) {
    var tensors = new LinkedHashMap<String, Tensor>();
    network
        .parameters()
        .forEach(
            (name, param) -> {
              int count = Math.toIntExact(param.elements());
              float[] values =
                  switch (param.role()) {
                    case WEIGHT -> Numbers.spread(name, count, Math.sqrt(2.0 / param.fanIn()));
                    case BIAS, RUNNING_MEAN -> Numbers.spread(name, count, 0.2);
                    case SCALE, RUNNING_VAR -> Numbers.positive(name, count);
                  };
              tensors.put(name, new Tensor(param.shape(), values));
            });
    return new Weights(tensors);
  }

  /** The outputs, after a pass over other numbers in the same memory. */
  private static List<float[]> forward(Executable step, Weights weights) {
    step.load(weights);
    Arrays.fill(step.inputBuffer(), 2);
    step.forward();
    System.arraycopy(X, 0, step.inputBuffer(), 0, X.length);
    step.forward();
    var outputs = new ArrayList<float[]>();
    for (Node output : step.network().outputs()) {
      float[] y = new float[Math.toIntExact(BATCH * output.shape().elements())];
      step.output(outputs.size(), y);
      outputs.add(y);
    }
    return outputs;
  }

  private static float[][] outputGradients(Network network) {
    float[][] dy = new float[network.outputs().size()][];
    for (int i = 0; i < dy.length; i++) {
      int count = Math.toIntExact(BATCH * network.outputs().get(i).shape().elements());
      dy[i] = Numbers.spread("dy" + i, count, 1);
    }
    return dy;
  }

  /** Those by every learned tensor and, in analysis, by the input. */
  private static Map<String, float[]> gradients(Executable step) {
    var gradients = new LinkedHashMap<String, float[]>();
    step.gradients().tensors().forEach((name, tensor) -> gradients.put(name, tensor.values()));
    if (step.mode() == Mode.ANALYSIS) {
      gradients.put("input", step.inputGradient(0));
    }
    return gradients;
  }

  private static Map<String, float[]> gradients(Network network, Precision precision, Mode mode) {
    try (var step = Executable.compile(network, BATCH, precision, mode)) {
      forward(step, weights(network));
      step.backward(outputGradients(network));
      return gradients(step);
    }
  }

  /** Input and tensors, to be moved. */
  private static Map<String, double[]> variables(Network network) {
    var variables = new LinkedHashMap<String, double[]>();
    variables.put("input", Numbers.doubles(X));
    weights(network)
        .tensors()
        .forEach((name, tensor) -> variables.put(name, Numbers.doubles(tensor.values())));
    return variables;
  }

  private static List<double[]> naive(
      Network network, Map<String, double[]> variables, boolean training) {
    return new Naive(BATCH, training)
        .outputs(network, List.of(variables.get("input")), variables::get);
  }

  private static void assertOutputs(
      String name, List<float[]> actual, List<double[]> expected, Precision precision) {
    // Rounding accumulates over the layers of a chain.
    double tolerance = precision == Precision.F32 ? 2e-5 : 4e-2;
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      Numbers.assertClose(name + ", output " + i, actual.get(i), expected.get(i), tolerance);
    }
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("cases")
  void fusedInferenceIsTheUnfusedChain(String name, Network network, Precision precision) {
    List<double[]> expected = naive(network, variables(network), false);
    try (var step = Executable.compile(network, BATCH, precision, Mode.INFERENCE)) {
      assertOutputs(name, forward(step, weights(network)), expected, precision);
    }
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("cases")
  void gradientsAreThoseOfTheChain(String name, Network network, Precision precision) {
    var weights = weights(network);
    var variables = variables(network);
    List<double[]> y = naive(network, variables, true);
    float[][] dy = outputGradients(network);
    try (var step = Executable.compile(network, BATCH, precision, Mode.ANALYSIS)) {
      assertOutputs(name, forward(step, weights), y, precision);
      step.backward(dy);
      forward(step, weights); // a second step over the same memory gives the same
      step.backward(dy);
      if (precision == Precision.F32) {
        DoubleSupplier objective = () -> dot(naive(network, variables, true), dy);
        assertDerivatives(gradients(step), variables, objective);
      } else if (smooth(network)) {
        // In bfloat16 a rounded value may pass the kink of a ReLU.
        assertClose(gradients(step), gradients(network, Precision.F32, Mode.ANALYSIS), 4e-2);
      }
    }
  }

  private static boolean smooth(Network network) {
    return network.nodes().stream().noneMatch(node -> node.op() instanceof ReLU);
  }

  private static double dot(List<double[]> y, float[][] dy) {
    double sum = 0;
    for (int i = 0; i < dy.length; i++) {
      sum += Numbers.dot(y.get(i), Numbers.doubles(dy[i]));
    }
    return sum;
  }

  /** Holds {@code gradients} against how {@code objective} changes with each of the variables. */
  private static void assertDerivatives(
      Map<String, float[]> gradients, Map<String, double[]> variables, DoubleSupplier objective) {
    gradients.forEach(
        (name, gradient) -> {
          float[] actual = new float[DIRECTIONS];
          double[] expected = new double[DIRECTIONS];
          for (int i = 0; i < DIRECTIONS; i++) {
            float[] spread = Numbers.spread(name + " direction " + i, gradient.length, 1);
            double[] direction = Numbers.doubles(spread);
            actual[i] = (float) Numbers.dot(Numbers.doubles(gradient), direction);
            expected[i] = derivative(variables.get(name), direction, objective);
          }
          // Batch norm makes some derivatives vanish, a bias before it for one.
          if (Numbers.norm(expected) < 1e-5) {
            assertThat(Numbers.norm(Numbers.doubles(actual))).as(name).isLessThan(1e-3);
          } else {
            Numbers.assertClose("gradient of " + name, actual, expected, 1e-4);
          }
        });
  }

  private static double derivative(double[] variable, double[] direction, DoubleSupplier f) {
    double[] kept = variable.clone();
    double[] values = new double[2];
    for (int side = 0; side < 2; side++) {
      double step = side == 0 ? STEP : -STEP;
      Arrays.setAll(variable, i -> kept[i] + step * direction[i]);
      values[side] = f.getAsDouble();
    }
    System.arraycopy(kept, 0, variable, 0, kept.length);
    return (values[0] - values[1]) / (2 * STEP);
  }

  /** Asserts that gradients are those expected, where these do not vanish. */
  private static void assertClose(
      Map<String, float[]> actual, Map<String, float[]> expected, double tolerance) {
    actual.forEach(
        (name, gradient) -> {
          double[] other = Numbers.doubles(expected.get(name));
          if (Numbers.norm(other) > 1e-2) {
            Numbers.assertClose("gradient of " + name, gradient, other, tolerance);
          }
        });
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("cases")
  void trainingHasTheGradientsOfAnalysis(String name, Network network, Precision precision) {
    // Of random masks there are none in analysis; RandomMaskTest has their gradients.
    assumeFalse(SmallNetworks.random(network));
    assertClose(
        gradients(network, precision, Mode.TRAINING),
        gradients(network, precision, Mode.ANALYSIS),
        1e-5);
  }

  /** Szegedy et al. 2014, section 5: auxiliary losses are weighted 0.3. */
  @Test
  void theLossIsTheMainOneAndThreeTenthsOfTheOthers() {
    Network network = SmallNetworks.auxiliaryClassifiers();
    int[] labels = {3, 1};
    var variables = variables(network);
    DoubleSupplier loss =
        () -> {
          List<double[]> scores = naive(network, variables, true);
          return crossEntropy(scores.get(0), labels)
              + 0.3 * (crossEntropy(scores.get(1), labels) + crossEntropy(scores.get(2), labels));
        };
    try (var step = Executable.compile(network, BATCH, Precision.F32, Mode.ANALYSIS)) {
      forward(step, weights(network));
      assertThat(step.loss(labels)).isCloseTo(loss.getAsDouble(), withinPercentage(1e-3));
      step.backward();
      assertDerivatives(gradients(step), variables, loss);
    }
  }

  /** The mean over N samples of log(sum over c of exp(z[c])) - z[label]; scores are N x C. */
  private static double crossEntropy(double[] scores, int[] labels) {
    int classes = scores.length / labels.length;
    double sum = 0;
    for (int n = 0; n < labels.length; n++) {
      double[] z = Arrays.copyOfRange(scores, n * classes, (n + 1) * classes);
      sum += Math.log(Arrays.stream(z).map(Math::exp).sum()) - z[labels[n]];
    }
    return sum / labels.length;
  }
}
