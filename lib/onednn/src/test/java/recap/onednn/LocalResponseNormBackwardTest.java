package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import recap.nn.Conv2d;
import recap.nn.Initializer;
import recap.nn.LocalResponseNorm;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

class LocalResponseNormBackwardTest {
  private static final int BATCH = 2;
  private static final Shape IMAGE = Shape.image(3, 9, 9);

  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  /**
   * Training has the primitives, analysis has oneDNN's own pass; the gradient goes on into a
   * convolution. 24 channels lie in blocks where 8 make a vector, 7 lie last.
   */
  @ParameterizedTest
  @CsvSource({
    "24, 5, 5e-4, 0.75, 2",
    "24, 3, 1, 0.5, 1",
    "32, 9, 2, 0.75, 1",
    "7, 5, 5e-4, 0.75, 2",
    "7, 3, 1, 1, 0.5",
    "3, 7, 0.5, 0.6, 1"
  })
  void theGradientIsThatOfTheReference(int channels, int size, float alpha, float beta, float k) {
    Node x = Node.input(IMAGE).then("conv", Conv2d.of(channels, 3).padding(1));
    var network = Network.of("n", x.then("norm", new LocalResponseNorm(size, alpha, beta, k)));
    float[] expected = gradient(network, Mode.ANALYSIS);
    assertThat(expected).doesNotContain(0, Float.NaN);
    Numbers.assertClose(
        "weight gradient", gradient(network, Mode.TRAINING), Numbers.doubles(expected), 1e-5);
  }

  /**
   * Convolutions on both sides leave the layout to themselves, with 20 channels in whole blocks.
   */
  @ParameterizedTest
  @CsvSource({"20, 5e-4, 1", "20, 1, 2", "12, 1, 1", "33, 1, 1"})
  void channelsThatFillNoBlockAreLikeOthers(int channels, float alpha, float k) {
    Node x = Node.input(IMAGE).then("conv", Conv2d.of(16, 3).padding(1));
    x = x.then("wide", Conv2d.of(32, 3).padding(1)).then("odd", Conv2d.of(channels, 3).padding(1));
    x = x.then("norm", new LocalResponseNorm(5, alpha, 0.75f, k));
    var network = Network.of("n", x.then("behind", Conv2d.of(16, 3).padding(1)));
    float[] expected = gradient(network, Mode.ANALYSIS);
    assertThat(expected).doesNotContain(0, Float.NaN);
    Numbers.assertClose(
        "weight gradient", gradient(network, Mode.TRAINING), Numbers.doubles(expected), 1e-5);
  }

  private static float[] gradient(Network network, Mode mode) {
    int outputs = Math.toIntExact(BATCH * network.output().shape().elements());
    float[] input = Numbers.input("x", BATCH, IMAGE);
    try (var step = Executable.compile(network, BATCH, Precision.F32, mode)) {
      step.load(Initializer.he().initialize(network, 1));
      System.arraycopy(input, 0, step.inputBuffer(), 0, input.length);
      step.forward();
      step.backward(Numbers.spread("dy", outputs, 1));
      return step.gradients().get("conv.weight").values();
    }
  }

  /** Neither pass leaves anything of the batch before in its working space. */
  @ParameterizedTest
  @CsvSource({"24", "7"})
  void aSecondStepIsTheFirst(int channels) {
    Node x = Node.input(IMAGE).then("conv", Conv2d.of(channels, 3).padding(1));
    var network = Network.of("n", x.then("norm", new LocalResponseNorm(5, 1, 0.75f, 1)));
    int outputs = Math.toIntExact(BATCH * network.output().shape().elements());
    float[] input = Numbers.input("x", BATCH, IMAGE);
    try (var step = Executable.compile(network, BATCH, Precision.F32, Mode.TRAINING)) {
      step.load(Initializer.he().initialize(network, 1));
      System.arraycopy(input, 0, step.inputBuffer(), 0, input.length);
      step.forward();
      step.backward(Numbers.spread("dy", outputs, 1));
      float[] first = step.gradients().get("conv.weight").values();
      step.forward();
      step.backward(Numbers.spread("other", outputs, 3));
      step.forward();
      step.backward(Numbers.spread("dy", outputs, 1));
      assertThat(step.gradients().get("conv.weight").values()).isEqualTo(first);
    }
  }
}
