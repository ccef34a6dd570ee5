package recap.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Initializer;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.ShapeException;
import recap.nn.Sigmoid;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.zoo.Zoo;

/** A race is fair where both sides compute the same: the same losses from the same weights. */
abstract class PeerSessionTest {
  static final int BATCH = 4;
  static final double RATE = 0.01;

  /** A session in float32. */
  abstract PeerSession open(
      Network network, Weights weights, float[] images, int[] labels, boolean training);

  /** What messages call the library. */
  abstract String library();

  static List<Network> networks() {
    return List.of(
        Zoo.build("cifar_resnet20"),
        Zoo.build("alexnet4_relu"),
        Zoo.build("alexnet4_tanh"),
        everyOtherLayer());
  }

  private static Network everyOtherLayer() {
    Node x = Node.input(3, 9, 9);
    x = x.then("conv", Conv2d.of(8, 3).padding(1).noBias());
    x = x.then("norm", new BatchNorm()).then(new LocalResponseNorm(5, 5e-2f, 0.75f, 2f));
    Node left = x.then("left", Conv2d.of(6, 3).stride(2).padding(1).groups(2)).then(new ReLU());
    Node right = x.then(MaxPool.of(3, 2).padding(1)).then("right", Conv2d.of(6, 1));
    Node gate = right.then(new GlobalAvgPool()).then("gate", Linear.of(6)).then(new Sigmoid());
    Node gated = Node.join(new ScaleChannels(), right, gate);
    Node sum = Node.join(new Add(), left, gated.then(new Scale(0.5f)));
    Node both = Node.join(new Concat(), sum, left);
    x = both.then(AvgPool.of(2, 2).padding(1)).then(new Flatten()).then("fc", Linear.of(10));
    return Network.of("every_other_layer", x);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void threeStepsGiveOurLossesAndLeaveOurNetwork(Network network) {
    Weights weights = Initializer.he().initialize(network, 7);
    float[] images = images(network);
    int[] labels = new Random(8).ints(BATCH, 0, 10).toArray();
    try (var ours = Executable.compile(network, BATCH, Precision.F32, Mode.TRAINING);
        var peer = open(network, weights, images, labels, true)) {
      ours.load(weights);
      System.arraycopy(images, 0, ours.inputBuffer(), 0, images.length);
      for (int step = 0; step < 3; step++) {
        double expected = ours.step(labels, RATE, 0.9, 1e-4);
        assertThat(peer.step()).as("step %d", step).isCloseTo(expected, within(1e-3 * expected));
      }
      // By the weights and the running statistics.
      assertThat(peer.infer()).containsExactly(logits(network, ours.weights()), within(2e-2f));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void inferenceGivesOurLogits(Network network) {
    Weights weights = trained(Initializer.he().initialize(network, 9));
    try (var peer = open(network, weights, images(network), new int[BATCH], false)) {
      assertThat(peer.infer()).containsExactly(logits(network, weights), within(1e-3f));
    }
  }

  /** Ours, of the same images. */
  private static float[] logits(Network network, Weights weights) {
    float[] images = images(network);
    float[] logits = new float[BATCH * 10];
    try (var ours = Executable.compile(network, BATCH, Precision.F32, Mode.INFERENCE)) {
      ours.load(weights);
      System.arraycopy(images, 0, ours.inputBuffer(), 0, images.length);
      ours.forward();
      ours.output(0, logits);
    }
    return logits;
  }

  @Test
  void dropPathIsTheIdentityInInference() {
    Node x = Node.input(3, 4, 4).then("drop", new DropPath(0.5f)).then(new ReLU());
    Network network = Network.of("dropping", x.then(new Flatten()).then("fc", Linear.of(2)));
    Node y = Node.input(3, 4, 4).then(new ReLU());
    Network without = Network.of("keeping", y.then(new Flatten()).then("fc", Linear.of(2)));
    Weights weights = Initializer.he().initialize(network, 1);
    float[] images = images(network);
    try (var peer = open(network, weights, images, new int[BATCH], false);
        var other = open(without, weights, images, new int[BATCH], false)) {
      assertThat(peer.infer()).isEqualTo(other.infer());
      assertThat(peer.infer()).as("the batch is as it was").isEqualTo(other.infer());
    }
  }

  @Test
  void layerThatTheLibraryLacksIsNamed() {
    Node x = Node.input(3, 8, 8).then("drop", new DropPath(0.5f));
    Network network = Network.of("dropping", x.then(new Flatten()).then("fc", Linear.of(2)));
    Weights weights = Initializer.he().initialize(network, 1);
    try (var peer = open(network, weights, new float[192], new int[1], true)) {
      assertThatThrownBy(peer::step)
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("drop (DropPath)")
          .hasMessageContaining("expected a layer that " + library() + " computes")
          .hasMessageContaining("without --peers");
    }
  }

  /** With biases, and norms whose statistics, scale and shift are not those they start with. */
  private static Weights trained(Weights weights) {
    var random = new Random(5);
    var tensors = new LinkedHashMap<>(weights.tensors());
    tensors.replaceAll(
        (name, tensor) -> {
          float[] values = tensor.values().clone();
          for (int i = 0; i < values.length && tensor.shape().size() == 1; i++) {
            values[i] += 0.3f * random.nextFloat();
          }
          return new Tensor(tensor.shape(), values);
        });
    return new Weights(tensors);
  }

  static float[] images(Network network) {
    var random = new Random(6);
    float[] images = new float[Math.toIntExact(BATCH * network.input().shape().elements())];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return images;
  }
}
