package recap.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Weights;
import recap.zoo.Zoo;

class PytorchSessionTest extends PeerSessionTest {
  /** bfloat16 keeps eight bits of a mantissa. */
  private static final double COARSE = 0.03;

  @Override
  PeerSession open(
      Network network, Weights weights, float[] images, int[] labels, boolean training) {
    return new PytorchSession(network, weights, images, labels, RATE, training, false);
  }

  @Override
  String library() {
    return "PyTorch";
  }

  @Test
  void bfloat16StepsGiveLossesNearThoseOfFloat32() {
    Network network = Zoo.build("cifar_resnet20");
    Weights weights = Initializer.he().initialize(network, 7);
    float[] images = images(network);
    int[] labels = new Random(8).ints(BATCH, 0, 10).toArray();
    try (var fine = open(network, weights, images, labels, true);
        var coarse = new PytorchSession(network, weights, images, labels, RATE, true, true)) {
      assertThat(coarse.name()).endsWith("-bf16");
      double expected = fine.step();
      double received = coarse.step();
      assertThat(received).isCloseTo(expected, within(COARSE * expected));
      assertThat(received).as("computed in another format").isNotEqualTo(expected);
    }
  }

  @Test
  void bfloat16InferenceGivesLogitsNearThoseOfFloat32() {
    Network network = Zoo.build("cifar_resnet20");
    Weights weights = Initializer.he().initialize(network, 9);
    float[] images = images(network);
    int[] labels = new int[BATCH];
    try (var fine = open(network, weights, images, labels, false);
        var coarse = new PytorchSession(network, weights, images, labels, RATE, false, true)) {
      float[] expected = fine.infer();
      float greatest = 0;
      for (float logit : expected) {
        greatest = Math.max(greatest, Math.abs(logit));
      }
      float[] received = coarse.infer();
      assertThat(received).containsExactly(expected, within((float) COARSE * greatest));
      assertThat(received).as("computed in another format").isNotEqualTo(expected);
      assertThat(coarse.infer()).isEqualTo(received);
    }
  }

  @Test
  void inferenceFoldsNormsAndConvertsWeightsBeforeTheFirstStep() {
    Network network = Zoo.build("cifar_resnet20");
    Weights weights = Initializer.he().initialize(network, 9);
    try (var scope = new PointerScope()) {
      var tensors = PytorchNetwork.inference(network, weights, true).parameters();
      assertThat(tensors).hasSize(2 * 20).containsKeys("conv1.bias", "fc.weight");
      assertThat(tensors.values())
          .allMatch(tensor -> tensor.scalar_type().value == ScalarType.BFloat16.value);
    }
  }
}
