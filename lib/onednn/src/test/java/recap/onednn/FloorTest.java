package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;

/** Which primitives the yardstick runs for what is more than a chain of layers. */
class FloorTest {
  private static Node conv(Node x, String name) {
    return x.then(name, Conv2d.of(8, 3).padding(1).noBias());
  }

  private static Node classifier(Node x, String name) {
    return x.then(new GlobalAvgPool()).then(name, Linear.of(4));
  }

  private static Floor floor(Network network) {
    return Floor.compile(network, 2, Precision.F32, Mode.TRAINING);
  }

  @Test
  void auxiliaryClassifiersHaveABackwardPassToo() {
    Node stem = conv(Node.input(3, 8, 8), "stem");
    Node auxiliary = classifier(conv(stem, "side"), "aux");
    try (var floor = floor(Network.of("two", classifier(stem, "fc"), auxiliary))) {
      floor.run();
      assertThat(Collections.frequency(floor.primitives(), "linear backward weights")).isEqualTo(2);
      assertThat(floor.primitives()).contains("gradient sum");
    }
  }

  @Test
  void anAdditionTakesAllItsBranches() {
    Node x = Node.input(3, 8, 8);
    Node sum = Node.join(new Add(), conv(x, "a"), conv(x, "b"), conv(x, "c"));
    try (var floor = floor(Network.of("three", classifier(sum, "fc")))) {
      assertThat(Collections.frequency(floor.primitives(), "addition")).isEqualTo(2);
    }
  }

  @Test
  void inferenceHasNeitherBatchNormNorActivationBehindAConvolution() {
    Node x = conv(Node.input(3, 8, 8), "a").then("bn", new BatchNorm()).then(new ReLU());
    Network network = Network.of("folded", classifier(x, "fc"));
    try (var floor = Floor.compile(network, 2, Precision.F32, Mode.INFERENCE)) {
      assertThat(floor.primitives())
          .containsExactly("convolution forward", "globalavgpool forward", "linear forward");
    }
  }

  @Test
  void aRandomMaskIsNoPrimitive() {
    Node x = conv(Node.input(3, 8, 8), "a").then("path", new DropPath(0.5f));
    try (var floor = floor(Network.of("random", classifier(x, "fc")))) {
      assertThat(floor.primitives()).noneMatch(name -> name.contains("path"));
    }
  }

  @Test
  void nothingRunsBackwardBeforeTheFirstLayerThatLearns() {
    Node x = Node.input(3, 8, 8).then(new LocalResponseNorm(5, 1e-4f, 0.75f, 1));
    x = x.then(MaxPool.of(2, 2)).then(new Dropout(0.5f));
    try (var floor = floor(Network.of("late", classifier(conv(x, "a"), "fc")))) {
      assertThat(floor.primitives())
          .containsExactly(
              "local response norm forward",
              "maxpool forward",
              "convolution forward",
              "globalavgpool forward",
              "linear forward",
              "linear backward weights",
              "linear backward data",
              "globalavgpool backward",
              "convolution backward weights");
    }
  }

  @Test
  void aLinearLayerThatReadsTheInputHasNoBackwardPassByIt() {
    Node x = Node.input(Shape.features(6)).then(Linear.of(4));
    try (var floor = floor(Network.of("perceptron", x))) {
      assertThat(floor.primitives()).containsExactly("linear forward", "linear backward weights");
    }
  }

  /** Of an input of ones training finds a mean of 1; a frozen norm is given one, here 0. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFrozenBatchNormReadsItsStatistics(boolean frozen) {
    Node norm = Node.input(4, 2, 2).then("bn", new BatchNorm(1e-5f, 0.1f, frozen));
    try (var plan = new Plan(Network.of("norm", norm), 2, Precision.F32, Mode.TRAINING)) {
      Desc image = plan.desc(norm.shape());
      float[] ones = new float[2 * 4 * 2 * 2];
      Arrays.fill(ones, 1);
      Value x = plan.constant("ones", image, ones);
      var layer = new FloorBatchNorm(plan, norm, x, FloorWriter.tensor(plan, image), false);
      layer.forward();
      plan.place();
      plan.allocate();
      plan.calls().forward().forEach(Step::run);
      assertThat(HostMemory.floats(plan, layer.mean()).get(0)).isEqualTo(frozen ? 0 : 1);
    }
  }

  @Test
  void aClosedOneAndAnEmptyBatchAreRefused() {
    var network = Network.of("closed", classifier(conv(Node.input(3, 8, 8), "a"), "fc"));
    Floor floor = floor(network);
    floor.close();
    floor.close(); // a second time does nothing
    assertThatThrownBy(floor::run).hasMessageContaining("expected an open executable");
    assertThatThrownBy(() -> Floor.compile(network, 0, Precision.F32, Mode.TRAINING))
        .hasMessageContaining("expected a batch of at least 1, received 0");
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefused() {
    var network = Network.of("large", classifier(conv(Node.input(3, 64, 64), "a"), "fc"));
    assertThatThrownBy(
            () -> Floor.compile(network, 10_000_000, Precision.F32, Mode.TRAINING).close())
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageContaining("large's floor at batch 10000000");
  }
}
