package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import recap.nn.AvgPool;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.GlobalAvgPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.ScaleChannels;
import recap.nn.Sigmoid;
import recap.nn.Tanh;
import recap.nn.Window;
import recap.zoo.Zoo;

/**
 * One primitive that oneDNN computes in a plain loop can take longer than all others of a step, and
 * no other test would notice.
 */
class ReferencesTest {
  private static final int BATCH = 2;

  @BeforeAll
  static void oneThread() {
    Threads.set(1);
  }

  /** 128 channels are convolved by Winograd's algorithm. */
  @ParameterizedTest
  @ValueSource(ints = {128, 32})
  void convolutionsHaveVectorCode(int channels) {
    Node x = Node.input(3, 30, 30).then("a", conv(channels)).then(new ReLU());
    x = x.then("b", conv(channels)).then(new ReLU()).then("c", conv(channels)).then(new Tanh());
    assertNoReferences(Network.of("n", x), Mode.TRAINING);
  }

  /** 32 channels lie in blocks, 20 channels last where a vector has 16 values. */
  @ParameterizedTest
  @ValueSource(ints = {32, 20})
  void layersBetweenConvolutionsHaveVectorCode(int channels) {
    Node x = Node.input(3, 10, 10).then("a", conv(channels)).then("path", new DropPath(0.5f));
    Node gate = x.then("mean", new GlobalAvgPool()).then("gate", new Sigmoid());
    x = Node.join(new ScaleChannels(), x, gate).then("b", conv(channels));
    x = x.then("pool", new AvgPool(Window.of(3).stride(2).padding(1), true, true));
    assertNoReferences(Network.of("n", x.then("c", conv(channels))), Mode.TRAINING);
  }

  private static Conv2d conv(int channels) {
    return Conv2d.of(channels, 3).padding(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"TRAINING", "INFERENCE"})
  void networksOfTheZooHaveVectorCode(Mode mode) {
    for (String model :
        new String[] {
          "alexnet_paper",
          "nin_cifar",
          "squeezenet1_1",
          "cifar_se_resnet20",
          "cifar_stochastic_resnet110",
          "fractalnet20"
        }) {
      assertNoReferences(Zoo.build(model), mode);
    }
  }

  private static void assertNoReferences(Network network, Mode mode) {
    for (Precision precision : Available.precisions()) {
      try (var step = Executable.compile(network, BATCH, precision, mode)) {
        assertThat(step.references()).as("%s, %s, %s", network.name(), mode, precision).isEmpty();
      }
    }
  }
}
