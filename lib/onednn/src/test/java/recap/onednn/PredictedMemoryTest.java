package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import recap.account.TrainingMemory;
import recap.nn.Conv2d;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Packing;
import recap.nn.Param;
import recap.zoo.Zoo;

/**
 * Predicted bytes are allocated bytes. The prediction knows layers and shapes; the plan counts the
 * buffers of the calls that it makes. Of the plan the prediction learns only the layout: whether
 * channels lie last or in blocks.
 */
class PredictedMemoryTest {
  /** A layout of oneDNN may round the channels of a weight up to this. */
  private static final int PADDED_CHANNELS = 16;

  static Stream<Arguments> models() {
    var large =
        Stream.of(
            Arguments.of("cifar_resnet20", 128),
            Arguments.of("alexnet4_tanh", 128),
            Arguments.of("resnet50", 16),
            Arguments.of("vgg16", 8));
    return Stream.concat(Zoo.names().stream().map(name -> Arguments.of(name, 1)), large);
  }

  @ParameterizedTest(name = "{0}, batch {1}")
  @MethodSource("models")
  void predictedBytesAreAllocatedBytes(String model, int batch) {
    assertPredicted(Zoo.build(model), batch);
  }

  @ParameterizedTest
  @FieldSource("recap.onednn.LayerCase#ALL")
  void theMemoryOfEachLayerIsPredicted(LayerCase layer) {
    assertPredicted(layer.amongConvolutions(), layer.batch());
  }

  static Stream<Arguments> smallNetworks() {
    return SmallNetworks.all().entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smallNetworks")
  void theMemoryOfSmallNetworksIsPredicted(String name, Network network) {
    assertPredicted(network, 2);
  }

  private static void assertPredicted(Network network, int batch) {
    for (Precision precision : Available.precisions()) {
      int block = Layout.choose(network, batch, precision, Mode.TRAINING).block();
      var predicted = TrainingMemory.of(network, batch, precision.bytes(), block);
      var allocated = Executable.memoryFor(network, batch, precision, Mode.TRAINING);
      assertThat(predicted.activations()).as("%s", precision).isEqualTo(allocated.activations());
      assertThat(allocated.parameters())
          .as("%s", precision)
          .isBetween(predicted.parameters(), paddedParameters(network));
      assertThat(List.of(allocated.gradients(), allocated.momentum()))
          .as("%s", precision)
          .containsOnly(allocated.parameters());
    }
  }

  /** The bytes of all parameters with the channels of each weight, in each group, rounded up. */
  private static long paddedParameters(Network network) {
    long bytes = 0;
    for (Node node : network.nodes()) {
      for (Param param : node.parameters()) {
        bytes += param.learned() ? Packing.align(Float.BYTES * padded(node, param)) : 0;
      }
    }
    return bytes;
  }

  private static long padded(Node node, Param param) {
    if (!(node.op() instanceof Conv2d conv) || param.role() != Param.Role.WEIGHT) {
      return param.elements();
    }
    long out = param.shape().get(0) / conv.groups();
    long in = param.shape().get(1);
    return param.elements() / (out * in * conv.groups()) * conv.groups() * up(out) * up(in);
  }

  private static long up(long channels) {
    return (channels + PADDED_CHANNELS - 1) / PADDED_CHANNELS * PADDED_CHANNELS;
  }
}
