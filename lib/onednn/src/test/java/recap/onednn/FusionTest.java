package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Tanh;

/** Which layers of small networks are computed together. */
class FusionTest {
  private static final Node INPUT = Node.input(16, 8, 8);

  private static Conv2d conv() {
    return Conv2d.of(16, 3).padding(1).noBias();
  }

  /** The groups, the names of each joined by "+". */
  private static List<String> groups(Mode mode, Node... outputs) {
    var names = new ArrayList<String>();
    for (Fusion.Group group : Fusion.of(Network.of("test", outputs), mode).values()) {
      names.add(
          String.join(
              "+",
              Stream.of(group.anchor(), group.norm(), group.add(), group.activation())
                  .filter(node -> node != null)
                  .map(Node::name)
                  .toList()));
    }
    return names;
  }

  @Test
  void anActivationJoinsTheLayerBeforeIt() {
    Node y = INPUT.then("conv", conv()).then("tanh", new Tanh());
    y = y.then("flat", new Flatten()).then("fc", Linear.of(4)).then("relu", new ReLU());
    for (Mode mode : Mode.values()) {
      assertThat(groups(mode, y)).containsExactly("input", "conv+tanh", "flat", "fc+relu");
    }
  }

  @Test
  void anActivationBehindAPoolStandsAlone() {
    Node y = INPUT.then("pool", MaxPool.of(2, 2)).then("relu", new ReLU());
    assertThat(groups(Mode.TRAINING, y)).containsExactly("input", "pool", "relu");
  }

  @Test
  void batchNormTakesReluButNoOtherActivation() {
    Node norm = INPUT.then("bn", new BatchNorm());
    assertThat(groups(Mode.TRAINING, norm.then("relu", new ReLU())))
        .containsExactly("input", "bn+relu");
    assertThat(groups(Mode.TRAINING, norm.then("tanh", new Tanh())))
        .containsExactly("input", "bn", "tanh");
  }

  @Test
  void batchNormStaysApartInTrainingAndIsFoldedInInference() {
    Node y = INPUT.then("conv", conv()).then("bn", new BatchNorm()).then("relu", new ReLU());
    assertThat(groups(Mode.TRAINING, y)).containsExactly("input", "conv", "bn+relu");
    assertThat(groups(Mode.ANALYSIS, y)).isEqualTo(groups(Mode.TRAINING, y));
    assertThat(groups(Mode.INFERENCE, y)).containsExactly("input", "conv+bn+relu");
  }

  /**
   *
   *
   * <pre>
   * input - conv1 - bn1 - relu1 - conv2 - bn2 - add - relu2
   *     \------------- shortcut - bn0 ----------/
   * </pre>
   */
  private static Node residualBlock(boolean projectionFirst) {
    Node branch = INPUT.then("conv1", conv()).then("bn1", new BatchNorm());
    branch = branch.then("relu1", new ReLU()).then("conv2", conv()).then("bn2", new BatchNorm());
    Node shortcut = INPUT.then("shortcut", Conv2d.of(16, 1).noBias()).then("bn0", new BatchNorm());
    List<Node> inputs = projectionFirst ? List.of(shortcut, branch) : List.of(branch, shortcut);
    return Node.join("add", new Add(), inputs).then("relu2", new ReLU());
  }

  @Test
  void theLaterBranchOfAResidualBlockTakesTheAddition() {
    assertThat(groups(Mode.INFERENCE, residualBlock(true)))
        .containsExactly("input", "shortcut+bn0", "conv1+bn1+relu1", "conv2+bn2+add+relu2");
    assertThat(groups(Mode.INFERENCE, residualBlock(false)))
        .containsExactly("input", "conv1+bn1+relu1", "conv2+bn2", "shortcut+bn0+add+relu2");
    assertThat(groups(Mode.TRAINING, residualBlock(true)))
        .containsExactly(
            "input", "shortcut", "bn0", "conv1", "bn1+relu1", "conv2", "bn2", "add+relu2");
  }

  @Test
  void anIdentityShortcutIsTheAddend() {
    Node branch = INPUT.then("conv", conv()).then("bn", new BatchNorm());
    var network = Network.of("test", Node.join("add", new Add(), List.of(branch, INPUT)));
    var group = Fusion.of(network, Mode.INFERENCE).get(network.node("conv").index());
    assertThat(group.addend().name()).isEqualTo("input");
    assertThat(group.last().name()).isEqualTo("add");
  }

  @Test
  void nothingIsFusedAcrossATensorThatIsReadTwice() {
    Node shared = INPUT.then("conv", conv());
    Node relu = shared.then("relu", new ReLU());
    Node tanh = shared.then("tanh", new Tanh());
    for (Mode mode : Mode.values()) {
      assertThat(groups(mode, Node.join("add", new Add(), List.of(relu, tanh))))
          .containsExactly("input", "conv", "relu", "tanh", "add");
    }
  }

  @Test
  void nothingIsFusedAcrossAnOutput() {
    Node conv = INPUT.then("conv", conv());
    Node relu = conv.then("relu", new ReLU());
    for (Mode mode : Mode.values()) {
      assertThat(groups(mode, relu, conv)).containsExactly("input", "conv", "relu");
    }
  }

  @Test
  void aSumOfThreeOrOfATensorWithItselfIsNotAbsorbed() {
    Node a = INPUT.then("a", conv());
    Node b = INPUT.then("b", conv());
    assertThat(groups(Mode.INFERENCE, Node.join("add", new Add(), List.of(a, b, INPUT))))
        .containsExactly("input", "a", "b", "add");
    assertThat(groups(Mode.INFERENCE, Node.join("add", new Add(), List.of(a, a))))
        .containsExactly("input", "a", "add");
  }
}
