package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.zoo.Zoo;

class LayoutTest {
  private static final Precision PRECISION = Precision.F32;

  /**
   * A convolution on the reference implementation takes minutes, as AlexNet's first one would. The
   * groups of 4 channels of a ResNeXt have no other in blocks, which the heaviest convolution asks
   * for.
   */
  @ParameterizedTest
  @CsvSource({
    "cifar_resnet20,128",
    "cifar_plain56,128",
    "alexnet4_relu,128",
    "lenet5_lecture,16",
    "resnet50,16",
    "vgg16,8",
    "alexnet,32",
    "alexnet_paper,32",
    "zfnet,16",
    "googlenet,16",
    "resnext50_32x4d,8"
  })
  void noConvolutionFallsBackToTheReference(String model, int batch) {
    Network network = Zoo.build(model);
    for (Mode mode : Mode.values()) {
      Layout layout = Layout.choose(network, batch, PRECISION, mode);
      assertThat(layout.referenceMacs(network, batch, PRECISION, mode)).as("%s", mode).isZero();
    }
  }

  @Test
  void analysisHasChannelsLast() {
    assertThat(Layout.choose(Zoo.build("vgg16"), 1, PRECISION, Mode.ANALYSIS).block()).isOne();
  }

  /** They are vectors, whatever blocks the images lie in. */
  @Test
  void joinedFeaturesLeaveTheImagesTheirLayout() {
    Node means = Node.input(16, 8, 8).then(Conv2d.of(32, 3)).then(new GlobalAvgPool());
    Node joined = Node.join(new Concat(), means, means.then(Linear.of(5)));
    assertThat(Layout.choose(Network.of("n", joined), 8, PRECISION, Mode.TRAINING))
        .isEqualTo(Layout.choose(Network.of("n", means), 8, PRECISION, Mode.TRAINING));
  }
}
