package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Sigmoid;
import recap.nn.Tanh;
import recap.nn.Tensor;
import recap.nn.Weights;

/** Against oneDNN's direct convolution, which analysis has. */
class WinogradConvTest {
  private static final double TOLERANCE = 1e-4;

  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  /**
   * Whole tiles; cut ones; channels last; one more pixel; oblong; more than one part; parts of a
   * sample; large maps of fewer channels. No ReLU, whose gradient jumps where the two outputs lie
   * on different sides of zero.
   */
  @ParameterizedTest
  @CsvSource({
    "16, 128, 128, 8, 8, false, none",
    "16, 128, 144, 7, 7, true, none",
    "16, 130, 133, 7, 7, true, none",
    "9, 144, 128, 9, 10, false, sigmoid",
    "4, 128, 128, 13, 20, true, sigmoid",
    "5, 128, 256, 14, 14, true, tanh",
    "60, 128, 128, 14, 14, true, none",
    "2, 128, 128, 46, 48, true, tanh",
    "3, 64, 64, 127, 126, true, none"
  })
  void outputsAndGradientsAreThoseOfTheDirectForm(
      int batch, int in, int out, int height, int width, boolean bias, String activation) {
    Network network = network(in, out, height, width, bias, activation);
    var direct = new Outcome(network, batch, Mode.ANALYSIS);
    var training = new Outcome(network, batch, Mode.TRAINING);
    assertThat(training.winograd).isTrue();
    assertThat(direct.winograd).isFalse();
    Numbers.assertClose("outputs", training.outputs, Numbers.doubles(direct.outputs), TOLERANCE);
    for (String name : direct.gradients.tensors().keySet()) {
      Numbers.assertClose(
          name,
          training.gradients.get(name).values(),
          Numbers.doubles(direct.gradients.get(name).values()),
          TOLERANCE);
    }
  }

  @Test
  void theSameStepGivesTheSameBits() {
    Network network = network(128, 128, 10, 10, true, "tanh");
    var once = new Outcome(network, 8, Mode.TRAINING);
    var again = new Outcome(network, 8, Mode.TRAINING);
    assertThat(again.outputs).isEqualTo(once.outputs);
    for (String name : once.gradients.tensors().keySet()) {
      Tensor gradient = once.gradients.get(name);
      assertThat(again.gradients.get(name).values()).isEqualTo(gradient.values());
    }
  }

  /** 196 tiles a sample, more than an int counts. */
  @Test
  void noBatchIsTooLargeForIt() {
    Node x = Node.input(128, 56, 56).then("conv", Conv2d.of(128, 3).padding(1));
    Network network = Network.of("n", x);
    try (var plan = new Plan(network, 11_000_000, Precision.F32, Mode.TRAINING)) {
      assertThat(WinogradConvKernel.applies(plan, network.output())).isTrue();
    }
  }

  private static Network network(
      int in, int out, int height, int width, boolean bias, String activation) {
    Conv2d conv = Conv2d.of(out, 3).padding(1);
    Node x = Node.input(3, height, width).then("before", Conv2d.of(in, 3).padding(1));
    x = x.then("conv", bias ? conv : conv.noBias());
    x = activation.equals("sigmoid") ? x.then(new Sigmoid()) : x;
    x = activation.equals("tanh") ? x.then(new Tanh()) : x;
    // Channels that do not fill blocks lie last where they are joined.
    return Network.of("n", out % 16 == 0 ? x : Node.join(new Concat(), x, x.then(new Tanh())));
  }

  /** What a step computes, the second time: nothing of the first batch may be left. */
  private static final class Outcome {
    final boolean winograd;
    final float[] outputs;
    final Weights gradients;

    Outcome(Network network, int batch, Mode mode) {
      Shape image = network.input().shape();
      outputs = new float[Math.toIntExact(batch * network.output().shape().elements())];
      try (var step = Executable.compile(network, batch, Precision.F32, mode)) {
        step.load(Initializer.he().initialize(network, 1));
        for (String round : List.of("first", "second")) {
          float[] input = Numbers.input(round, batch, image);
          System.arraycopy(input, 0, step.inputBuffer(), 0, input.length);
          step.forward();
          step.backward(Numbers.spread(round + " dy", outputs.length, 1));
        }
        step.output(0, outputs);
        gradients = step.gradients();
        winograd = step.profile().keySet().stream().anyMatch(name -> name.contains("filters"));
      }
    }
  }
}
