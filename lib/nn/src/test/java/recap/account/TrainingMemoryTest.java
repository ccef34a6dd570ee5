package recap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.Shape;
import recap.nn.ShapeException;
import recap.zoo.Zoo;

class TrainingMemoryTest {
  private static long activations(Node output, int valueBytes, int channelBlock) {
    return TrainingMemory.of(Network.of("test", output), 1, valueBytes, channelBlock).activations();
  }

  /**
   * The arena of a step small enough to draw (float32, channels last, batch 1; bytes):
   *
   * <pre>
   *   call            0     1     2     3     4     5     6     7     8     9     10
   *                   conv  pool  flat  fc    loss  fc dw fc dx flat' pool' relu' conv dw
   *   conv y     2048 ############################################################
   *   index       128       ################################################
   *   pool y      512       ############
   *   features    512             ########################
   *   logits       12 ##################################################################
   *   d features  512                                     ############
   *   d pool      512                                           ############
   *   d conv     2048                                                 ##################
   * </pre>
   *
   * The logits are kept throughout: others read them between steps. The input, of one map, is used
   * where it was put, outside the arena; the gradient of ReLU lies over the one it comes from.
   */
  @Test
  void aStepSmallEnoughToDraw() {
    Node x = Node.input(1, 8, 8);
    x = x.then("conv", Conv2d.of(8, 3).padding(1)).then(new ReLU()).then(MaxPool.of(2, 2));
    var network = Network.of("test", x.then(new Flatten()).then("fc", Linear.of(3)));
    var memory = TrainingMemory.of(network, 1, 4, 1);
    // At the pool's backward pass: y, its gradient, the pool's gradient, index and logits.
    assertThat(memory.alive()).isEqualTo(2048 + 2048 + 512 + 128 + 64);
    assertThat(memory.activations()).isEqualTo(memory.alive());
    // Each tensor in whole cache lines: 72 + 8 values of conv, 384 + 3 of fc.
    assertThat(memory.parameters()).isEqualTo(320 + 64 + 1536 + 64);
    assertThat(List.of(memory.gradients(), memory.momentum())).containsOnly(memory.parameters());
    assertThat(memory.total()).isEqualTo(3 * memory.parameters() + memory.activations());
  }

  @Test
  void reluBehindBatchNormKeepsBitsWhereChannelsFillVectors() {
    assertThat(keptByNorm(16)).isEqualTo(16 * 64 / 8);
    assertThat(keptByNorm(8)).isEqualTo(8 * 64 / 8);
    assertThat(keptByNorm(12)).isEqualTo(12 * 64);
  }

  /** What batch norm with ReLU takes more than without, at the loss. */
  private static long keptByNorm(int channels) {
    Node x = Node.input(channels, 8, 8).then("norm", new BatchNorm());
    long plain = activations(x.then(new GlobalAvgPool()), 4, 1);
    return activations(x.then(new ReLU()).then(new GlobalAvgPool()), 4, 1) - plain;
  }

  @Test
  void aLongerChainOfLayersThatSaveNothingTakesNoMore() {
    Node x = Node.input(16, 8, 8).then("conv", Conv2d.of(16, 3).padding(1));
    Node sum = Node.join(new Add(), x, x);
    assertThat(activations(scaled(sum, 20).then(new GlobalAvgPool()), 4, 1))
        .isEqualTo(activations(scaled(sum, 1).then(new GlobalAvgPool()), 4, 1));
  }

  private static Node scaled(Node x, int times) {
    Op half = new Scale(0.5f);
    for (int i = 0; i < times; i++) {
      x = x.then(half);
    }
    return x;
  }

  /** One map is features as it lies there, so flattening it takes nothing either. */
  @Test
  void whatComesBeforeTheFirstLayerThatLearnsGetsNoGradient() {
    Node flat = Node.input(1, 32, 32).then(new Flatten());
    Node learning = Node.input(Shape.features(1024));
    assertThat(activations(flat.then(Linear.of(8)), 4, 1))
        .isEqualTo(activations(learning.then(Linear.of(8)), 4, 1))
        .isLessThan(4 * 1024);
  }

  @Test
  void blocksRoundChannelsUpAndBfloat16HalvesValues() {
    Node x = Node.input(16, 8, 8).then("conv", Conv2d.of(20, 1)).then("next", Conv2d.of(16, 1));
    Node output = x.then(new GlobalAvgPool());
    assertThat(activations(output, 4, 16)).isGreaterThan(activations(output, 4, 1));
    assertThat(activations(output, 4, 16)).isEqualTo(activations(wide(), 4, 16));
    var full = TrainingMemory.of(Zoo.build("cifar_resnet20"), 8, 4, 1);
    var half = TrainingMemory.of(Zoo.build("cifar_resnet20"), 8, 2, 1);
    assertThat((double) half.activations() / full.activations()).isBetween(0.5, 0.52);
    assertThat(half.parameters()).isEqualTo(full.parameters());
  }

  private static Node wide() {
    Node x = Node.input(16, 8, 8).then("conv", Conv2d.of(32, 1)).then("next", Conv2d.of(16, 1));
    return x.then(new GlobalAvgPool());
  }

  @Test
  void theArenaNeverHoldsLessThanWhatIsAliveAtOnce() {
    for (String model : List.of("alexnet", "cifar_resnet20", "squeezenet1_1", "se_resnet50")) {
      var network = Zoo.build(model);
      var memory = TrainingMemory.of(network, 4, 4, 1);
      assertThat(memory.activations()).as(model).isGreaterThanOrEqualTo(memory.alive());
      assertThat((double) memory.activations()).as(model).isLessThan(1.1 * memory.alive());
    }
  }

  @Test
  void anAccountKnowsTheMemoryOfItsStep() {
    var network = Zoo.build("alexnet4_relu");
    assertThat(Account.of(network, 32).trainingMemory())
        .isEqualTo(TrainingMemory.of(network, 32, 4, 1));
  }

  @Test
  void settingsThatNoStepHasAreRefused() {
    var network = Zoo.build("alexnet4_relu");
    assertThatThrownBy(() -> TrainingMemory.of(network, 0, 4, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("TrainingMemory: expected a batch of at least 1, received 0; raise the batch.");
    assertThatThrownBy(() -> TrainingMemory.of(network, 1, 8, 1))
        .hasMessage(
            "TrainingMemory: expected 4 or 2 bytes a value, received 8;"
                + " pass 4 for float32 or 2 for bfloat16.");
    assertThatThrownBy(() -> TrainingMemory.of(network, 1, 4, 3))
        .hasMessage(
            "TrainingMemory: expected channels in blocks of 1, 8 or 16, received 3;"
                + " pass 1 for channels last.");
  }

  @Test
  void aLayerWithoutARuleIsNamed() {
    record Unknown() implements Op {
      @Override
      public Shape infer(String who, List<Shape> inputs) {
        return Op.single(who, inputs);
      }
    }
    var network = Network.of("test", Node.input(3, 4, 4).then("mystery", new Unknown()));
    assertThatThrownBy(() -> TrainingMemory.of(network, 1, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mystery (Unknown) 3x4x4: expected a layer whose memory has a rule")
        .hasMessageContaining("add the rule to ForwardTrace and BackwardTrace.");
  }
}
