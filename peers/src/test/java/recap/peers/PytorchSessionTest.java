package recap.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
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
}
