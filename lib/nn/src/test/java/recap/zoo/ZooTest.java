package recap.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import recap.account.Account;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Scale;
import recap.nn.Shape;
import recap.nn.ShapeException;

class ZooTest {
  @Test
  void everyListedModelBuildsUnderItsOwnName() {
    assertThat(new HashSet<>(Zoo.names())).hasSameSizeAs(Zoo.names());
    for (String name : Zoo.names()) {
      assertThat(Zoo.build(name).name()).isEqualTo(name);
    }
  }

  @Test
  void everyLayerWithTensorsHasANameOfItsPaperOrTorchvision() {
    for (String name : Zoo.names()) {
      for (Node node : Zoo.build(name).nodes()) {
        if (!node.parameters().isEmpty()) {
          assertThat(node.name()).as(name).doesNotMatch("(conv2d|linear|batchnorm)\\d*");
        }
      }
    }
  }

  /** One row stays one, of 32 columns every second goes: the shortcut halves what the unit does. */
  @Test
  void aPreActivationUnitTakesImagesOfARow() {
    var network = Zoo.build("cifar_preact_resnet110", Shape.image(3, 1, 32));
    assertThat(network.output().shape()).isEqualTo(Shape.features(10));
  }

  @Test
  void depthsThatTheTablesLackAreRefused() {
    Shape image = Shape.image(3, 224, 224);
    assertThatThrownBy(() -> Vgg.of(12, image, 10))
        .isInstanceOf(ShapeException.class)
        .hasMessage("vgg12: expected 11, 13, 16 or 19 layers, received 12; use 16.");
    assertThatThrownBy(() -> DenseNet.imageNet(120, image, 10))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected 121, 161, 169 or 201 layers, received 120");
    assertThatThrownBy(() -> FractalNet.small(5, image, 10))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected 1 to 4 columns, received 5");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearestOnes() {
    assertThatThrownBy(() -> Zoo.build("resnet51"))
        .isInstanceOf(UnknownModelException.class)
        .hasMessage(
            "model: expected a known model, received 'resnet51';"
                + " did you mean resnet50 or resnet101 or resnet152?");
    assertThatThrownBy(() -> Zoo.build("transformer", Shape.image(3, 32, 32)))
        .hasMessageStartingWith(
            "model: expected a known model, received 'transformer';"
                + " use one of lenet5, lenet5_lecture, alexnet");
  }

  @Test
  void anImpossibleDepthIsAnsweredWithTheNearestOnes() {
    assertThatThrownBy(() -> Zoo.build("cifar_resnet21"))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "cifar_resnet21: expected a depth of 6n + 2, received 21;"
                + " the nearest such depths are 20 and 26.");
    assertThatThrownBy(() -> Zoo.build("cifar_wide_resnet3_10"))
        .hasMessage(
            "cifar_wide_resnet3_10: expected a depth of 6n + 4, received 3;"
                + " the nearest such depths are 10 and 16.");
  }

  @Test
  void anyDepthOfAFamilyBuilds() {
    assertThat(Account.of(Zoo.build("cifar_plain14"), 1).depth()).isEqualTo(14);
    assertThat(Zoo.build("cifar_resnext29_4x24d").parameterCount()).isPositive();
  }

  @Test
  void aSmallInputIsRefusedByTheLayerWhereTheSizeRunsOut() {
    assertThatThrownBy(() -> Zoo.build("alexnet", Shape.image(3, 32, 32)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "features.12 (MaxPool): expected at least 3 padded rows, received an input of 256x1x1"
                + " with padding 0x0; use a larger input, a smaller kernel or more padding.");
    assertThatThrownBy(() -> Zoo.build("vgg16", Shape.image(3, 16, 16)))
        .hasMessageStartingWith("features.30 (MaxPool): expected at least 2 padded rows");
    assertThatThrownBy(() -> Zoo.build("inception_v4", Shape.image(3, 32, 32)))
        .hasMessageStartingWith("reduction_a.b1.0 (MaxPool): expected at least 3 padded rows");
  }

  @Test
  void otherInputsAndClassesAreTaken() {
    assertThat(Zoo.build("vgg16", Shape.image(3, 32, 32)).output().shape())
        .isEqualTo(Shape.features(1000));
    Network small = Zoo.build("resnet18", Shape.image(1, 64, 48), 7);
    assertThat(small.output().shape()).isEqualTo(Shape.features(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alexnet", "vgg11", "vgg16_bn", "resnet18", "densenet121", "googlenet_aux"})
  void torchvisionsFormsHaveTheSameTensorsForAnyInput(String name) {
    var tensors = Zoo.build(name).parameters();
    assertThat(Zoo.build(name, Shape.image(3, 97, 131)).parameters()).isEqualTo(tensors);
  }

  @Test
  void auxiliaryClassifiersAreExtraOutputsThatInferenceDrops() {
    Network training = Zoo.build("googlenet_paper_aux");
    assertThat(training.outputs().stream().map(Node::name))
        .containsExactly("fc", "aux1.fc2", "aux2.fc2");
    // 512 * 128 + 2048 * 1024 + 1024 * 1000 weights and their biases, then the same from 528 maps.
    long auxiliaries = training.parameterCount() - Zoo.build("googlenet_paper").parameterCount();
    assertThat(auxiliaries).isEqualTo(3_188_840 + 3_190_888);
    assertThat(training.inferenceForm().parameterCount()).isEqualTo(6_998_552);
  }

  @Test
  void alexNetHasThePapersMaps() {
    Network net = Zoo.build("alexnet_paper");
    assertThat(shapes(net, Conv2d.class))
        .containsExactly("96x55x55", "256x27x27", "384x13x13", "384x13x13", "256x13x13");
    assertThat(shapes(net, MaxPool.class)).containsExactly("96x27x27", "256x13x13", "256x6x6");
    assertThat(shapes(net, Linear.class)).containsExactly("4096", "4096", "1000");
  }

  @Test
  void zfNetHasTheMapsOfItsFigure() {
    Network net = Zoo.build("zfnet");
    assertThat(shapes(net, Conv2d.class))
        .containsExactly("96x110x110", "256x26x26", "384x13x13", "384x13x13", "256x13x13");
    assertThat(shapes(net, MaxPool.class)).containsExactly("96x55x55", "256x13x13", "256x6x6");
  }

  @Test
  void inceptionNetworksHaveTheMapsOfTheirFigures() {
    Network v4 = Zoo.build("inception_v4");
    assertThat(v4.node("stem.d").shape()).hasToString("384x35x35");
    assertThat(v4.node("reduction_a.concat").shape()).hasToString("1024x17x17");
    assertThat(v4.node("reduction_b.concat").shape()).hasToString("1536x8x8");
    Network mixed = Zoo.build("inception_resnet_v2_paper");
    assertThat(mixed.node("reduction_a.concat").shape()).hasToString("1152x17x17");
    assertThat(mixed.node("reduction_b.concat").shape()).hasToString("2144x8x8");
  }

  @Test
  void theStrideOfABottleneckIsWhereTheFormHasIt() {
    assertThat(Zoo.build("resnet50").node("layer2.0.conv1").shape()).hasToString("128x56x56");
    assertThat(Zoo.build("resnet50_paper").node("layer2.0.conv1").shape()).hasToString("128x28x28");
  }

  private static List<String> shapes(Network network, Class<?> layer) {
    return network.nodes().stream()
        .filter(node -> layer.isInstance(node.op()))
        .map(node -> node.shape().toString())
        .toList();
  }

  /** Huang et al. 2016, equation 4: the last of nine blocks survives half of the time. */
  @Test
  void stochasticDepthDropsTheMoreTheDeeper() {
    Network net = Zoo.build("cifar_stochastic_resnet20");
    assertThat(net.node("layer1.0.drop").op()).isEqualTo(new DropPath((float) (1 / 18.0)));
    assertThat(net.node("layer2.1.drop").op()).isEqualTo(new DropPath((float) (5 / 18.0)));
    assertThat(net.node("layer3.2.drop").op()).isEqualTo(new DropPath(0.5f));
  }

  /** Larsson et al. 2016, sections 3.1 and 4.2. */
  @Test
  void fractalNetTakesMeansAndDropsAsItsPaper() {
    Network net = Zoo.build("fractalnet20");
    assertThat(net.node("block1.join2.mean").op()).isEqualTo(new Scale(1 / 2f));
    assertThat(net.node("block1.join4.mean").op()).isEqualTo(new Scale(1 / 3f));
    assertThat(names(net.node("block1.join4.sum").inputs()))
        .containsExactly("block1.join4.drop0", "block1.join4.drop1", "block1.join4.drop2");
    assertThat(net.nodes().stream().map(Node::op).filter(DropPath.class::isInstance))
        .hasSize(5 * (2 + 3))
        .containsOnly(new DropPath(0.15f));
    assertThat(names(net.nodes())).doesNotContain("block1.column0.1.dropout");
    for (int block = 2; block <= 5; block++) {
      assertThat(net.node("block" + block + ".column0.1.dropout").op())
          .isEqualTo(new Dropout((block - 1) / 10f));
    }
  }

  /** Szegedy et al. 2016, section 3.3, between 0.1 and 0.3; these are the released form's. */
  @Test
  void inceptionResNetScalesItsResiduals() {
    for (String name : List.of("inception_resnet_v2", "inception_resnet_v2_paper")) {
      Network net = Zoo.build(name);
      assertThat(net.node("block_a.0.scale").op()).isEqualTo(new Scale(0.17f));
      assertThat(net.node("block_b.0.scale").op()).isEqualTo(new Scale(0.1f));
      assertThat(net.node("block_c.0.scale").op()).isEqualTo(new Scale(0.2f));
      assertThat(names(net.node("block_a.1.add").inputs()))
          .containsExactly("block_a.1.scale", "block_a.0.relu");
    }
    assertThat(names(Zoo.build("inception_resnet_v2").node("block_c.9.add").inputs()))
        .containsExactly("block_c.9.linear", "block_c.8.relu");
  }

  /** He et al. 2016, in the authors' code: the projection is of the first activation. */
  @Test
  void aPreActivationUnitProjectsWhatItActivated() {
    for (String name : List.of("cifar_preact_resnet20", "cifar_wide_resnet16_8")) {
      Network net = Zoo.build(name);
      assertThat(names(net.node("layer2.0.shortcut").inputs())).containsExactly("layer2.0.relu1");
      assertThat(names(net.node("layer2.0.add").inputs()))
          .containsExactly("layer2.0.conv2", "layer2.0.shortcut");
      assertThat(names(net.node("layer2.1.add").inputs()))
          .containsExactly("layer2.1.conv2", "layer2.0.add");
    }
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::name).toList();
  }
}
