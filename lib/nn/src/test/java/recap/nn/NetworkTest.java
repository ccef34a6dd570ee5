package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void aNetworkComputesSomething() {
    assertThatThrownBy(() -> Network.of("n"))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "n: expected an output, received none; name the node that the network computes.");
  }

  @Test
  void nodesComeBehindTheirInputsAndGetNames() {
    Node x = Node.input(4, 8, 8);
    Node y = x.then("conv", Conv2d.of(4, 3).padding(1)).then(new ReLU()).then(new ReLU());
    Network network = Network.of("net", Node.join(new Add(), y, x).then(new ReLU()));
    assertThat(network.nodes().stream().map(Node::name))
        .containsExactly("input", "conv", "relu", "relu1", "add", "relu2");
    for (Node node : network.nodes()) {
      assertThat(network.nodes().get(node.index())).isSameAs(node);
      node.inputs().forEach(in -> assertThat(in.index()).isLessThan(node.index()));
    }
    assertThat(network.consumers().get(0).stream().map(Node::name)).containsExactly("conv", "add");
    assertThat(network.parameters().keySet()).containsExactly("conv.weight", "conv.bias");
  }

  @Test
  void twoNodesOfOneNameAreRefused() {
    Node x = Node.input(3, 8, 8).then("conv", Conv2d.of(4, 1)).then("conv", Conv2d.of(4, 1));
    assertThatThrownBy(() -> Network.of("net", x))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "net: expected a name for each node, received \"conv\" twice; rename one of them.");
  }

  @Test
  void severalInputsNeedNamesOfTheirOwn() {
    Shape shape = Shape.image(3, 8, 8);
    Node twice = Node.join(new Add(), Node.input(shape), Node.input(shape));
    assertThatThrownBy(() -> Network.of("net", twice))
        .hasMessage(
            "net: expected a name for each node, received \"input\" twice;"
                + " start all branches from the same input, or name each.");
    Node left = Node.input("left", shape);
    Network network = Network.of("net", Node.join(new Add(), left, Node.input("right", shape)));
    assertThat(network.nodes().stream().map(Node::name)).containsExactly("left", "right", "add");
  }

  @Test
  void anUnknownNodeIsRefused() {
    Network network = Network.of("net", Node.input(3, 8, 8).then(new ReLU()));
    assertThatThrownBy(() -> network.node("relu7"))
        .hasMessage("net: expected the name of a node, received \"relu7\"; see Network.nodes().");
  }

  @Test
  void tenThousandLayersDoNotOverflow() {
    Node x = Node.input(1, 2, 2);
    for (int i = 0; i < 10_000; i++) {
      x = Node.join(new Add(), x.then(new ReLU()), x);
    }
    assertThat(Network.of("deep", x).nodes()).hasSize(20_001);
  }

  @Test
  void theInferenceFormDropsWhatOnlyAuxiliariesNeed() {
    Node x = Node.input(3, 8, 8).then("pool", new GlobalAvgPool());
    Network network = Network.of("net", x.then("fc", Linear.of(2)), x.then("aux", Linear.of(2)));
    assertThat(network.inferenceForm().nodes().stream().map(Node::name))
        .isEqualTo(List.of("input", "pool", "fc"));
  }
}
