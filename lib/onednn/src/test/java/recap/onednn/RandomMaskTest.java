package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import recap.nn.Add;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Shape;
import recap.nn.Tensor;
import recap.nn.Weights;

/** Dropout and drop-path in training: what is drawn, and that backward uses the same mask. */
class RandomMaskTest {
  private static final int UNITS = 2000;

  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  /** A layer whose weights are 0 and whose biases are 1, so that the output shows the mask. */
  private static Weights ones(Network network) {
    var tensors = new LinkedHashMap<String, Tensor>();
    network
        .parameters()
        .forEach(
            (name, param) -> {
              float[] values = new float[Math.toIntExact(param.elements())];
              Arrays.fill(values, name.endsWith("bias") ? 1 : 0);
              tensors.put(name, new Tensor(param.shape(), values));
            });
    return new Weights(tensors);
  }

  private static float[] mask(Executable step, long seed, long iteration) {
    step.seed(seed, iteration);
    step.forward();
    float[] y =
        new float[Math.toIntExact(step.batch() * step.network().output().shape().elements())];
    step.output(0, y);
    return y;
  }

  @ParameterizedTest
  @MethodSource("recap.onednn.Available#precisions")
  void dropoutZeroesTheRateAndScalesTheRest(Precision precision) {
    var network =
        Network.of(
            "n",
            Node.input(Shape.features(1)).then("fc", Linear.of(UNITS)).then(new Dropout(0.5f)));
    try (var step = Executable.compile(network, 1, precision, Mode.TRAINING)) {
      step.load(ones(network));
      float[] y = mask(step, 1, 0);
      int zeros = 0;
      for (float value : y) {
        assertThat(value).isIn(0f, 2f);
        zeros += value == 0 ? 1 : 0;
      }
      // Five standard deviations of a fair coin.
      assertThat(zeros).isBetween(UNITS / 2 - 112, UNITS / 2 + 112);
      float[] dy = new float[UNITS];
      Arrays.fill(dy, 1);
      step.backward(dy);
      assertThat(step.gradients().get("fc.bias").values()).isEqualTo(y);
      assertThat(mask(step, 1, 0)).isEqualTo(y);
      assertThat(mask(step, 1, 1)).isNotEqualTo(y);
      assertThat(mask(step, 2, 0)).isNotEqualTo(y);
    }
  }

  @ParameterizedTest
  @MethodSource("recap.onednn.Available#precisions")
  void twoDropoutLayersDrawDifferentMasks(Precision precision) {
    Node x = Node.input(Shape.features(1)).then("fc", Linear.of(UNITS));
    var network = Network.of("n", x.then(new Dropout(0.5f)), x.then(new Dropout(0.5f)));
    try (var step = Executable.compile(network, 1, precision, Mode.TRAINING)) {
      step.load(ones(network));
      float[] first = mask(step, 1, 0);
      float[] second = new float[UNITS];
      step.output(1, second);
      assertThat(second).isNotEqualTo(first).contains(0, 2);
    }
  }

  @ParameterizedTest
  @MethodSource("recap.onednn.Available#precisions")
  void dropPathDropsWholeSamples(Precision precision) {
    int batch = 400;
    Node x = Node.input(1, 2, 2).then("conv", Conv2d.of(3, 1));
    var network = Network.of("n", x.then(new DropPath(0.75f)));
    try (var step = Executable.compile(network, batch, precision, Mode.TRAINING)) {
      step.load(ones(network));
      float[] y = mask(step, 1, 0);
      int dropped = 0;
      for (int n = 0; n < batch; n++) {
        float[] sample = Arrays.copyOfRange(y, n * 12, (n + 1) * 12);
        assertThat(sample[0]).isIn(0f, 4f);
        assertThat(sample).containsOnly(sample[0]);
        dropped += sample[0] == 0 ? 1 : 0;
      }
      // Five standard deviations: sqrt(400 * 0.75 * 0.25) = 8.7.
      assertThat(dropped).isBetween(300 - 44, 300 + 44);
      float[] dy = new float[y.length];
      for (int n : List.of(0, 1, 2, 3)) {
        Arrays.fill(dy, 0);
        Arrays.fill(dy, n * 12, n * 12 + 4, 1); // the first map of sample n
        mask(step, 1, 0);
        step.backward(dy);
        assertThat(step.gradients().get("conv.bias").values()).containsExactly(4 * y[n * 12], 0, 0);
      }
    }
  }

  static Stream<Arguments> masksBesideAnotherReader() {
    return Stream.of(new Dropout(0.5f), new DropPath(0.5f))
        .flatMap(mask -> Stream.of(Arguments.of(mask, true), Arguments.of(mask, false)));
  }

  /** Of y = mask a + B a, a = A x: the mask is read from y, the gradients follow from it. */
  @ParameterizedTest(name = "{0}, first {1}")
  @MethodSource("masksBesideAnotherReader")
  void bothReadersOfATensorHaveTheirGradient(Op mask, boolean first) {
    int n = 8;
    int f = 16;
    Node a = Node.input(f, 1, 1).then("a", Conv2d.of(f, 1).noBias());
    Node b = a.then("b", Conv2d.of(f, 1).noBias());
    Node masked = a.then("mask", mask);
    Node sum = first ? Node.join(new Add(), masked, b) : Node.join(new Add(), b, masked);
    var network = Network.of("n", sum);
    var tensors = new LinkedHashMap<String, Tensor>();
    for (String name : List.of("a.weight", "b.weight")) {
      tensors.put(name, new Tensor(List.of(f, f, 1, 1), Numbers.spread(name, f * f, 0.25)));
    }
    float[] input = Numbers.spread("x", n * f, 1);
    float[] gradient = Numbers.spread("dy", n * f, 1);
    try (var step = Executable.compile(network, n, Precision.F32, Mode.TRAINING)) {
      step.load(new Weights(tensors));
      System.arraycopy(input, 0, step.inputBuffer(), 0, input.length);
      float[] y = mask(step, 1, 0);
      step.backward(gradient);
      double[] x = Numbers.doubles(input); // N x F
      double[] dy = Numbers.doubles(gradient); // N x F
      double[] weightA = Numbers.doubles(tensors.get("a.weight").values()); // F x F
      double[] weightB = Numbers.doubles(tensors.get("b.weight").values()); // F x F
      double[] valueA = product(x, transposed(weightA, f), f); // N x F
      double[] valueB = product(valueA, transposed(weightB, f), f); // N x F
      double[] da = product(dy, weightB, f); // N x F
      int dropped = 0;
      for (int i = 0; i < da.length; i++) {
        boolean kept = (y[i] - valueB[i]) / valueA[i] > 1; // the mask is 0 or 2
        da[i] += kept ? 2 * dy[i] : 0;
        dropped += kept ? 0 : 1;
      }
      assertThat(dropped).isBetween(1, n * f - 1);
      Weights gradients = step.gradients();
      Numbers.assertClose(
          "by A", gradients.get("a.weight").values(), product(transposed(da, f), x, n), 1e-5);
      Numbers.assertClose(
          "by B", gradients.get("b.weight").values(), product(transposed(dy, f), valueA, n), 1e-5);
    }
  }

  /** Of two matrices, row-major, which have {@code inner} columns and rows. */
  private static double[] product(double[] a, double[] b, int inner) {
    int columns = b.length / inner;
    double[] c = new double[a.length / inner * columns];
    for (int i = 0; i < c.length; i++) {
      for (int k = 0; k < inner; k++) {
        c[i] += a[i / columns * inner + k] * b[k * columns + i % columns];
      }
    }
    return c;
  }

  private static double[] transposed(double[] matrix, int columns) {
    int rows = matrix.length / columns;
    double[] result = new double[matrix.length];
    Arrays.setAll(result, i -> matrix[i % rows * columns + i / rows]);
    return result;
  }
}
