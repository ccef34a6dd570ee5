package recap.labs.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import recap.labs.check.Expectation.Mismatch;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;

class WiringTest {
  private final Node x = Node.input(4, 8, 8);

  @Test
  void namesAndTheOrderOfBranchesDoNotCount() {
    Node small = x.then("small", Conv2d.of(4, 1));
    Node large = x.then("large", Conv2d.of(4, 3).padding(1)).then(new ReLU());
    Network one = Network.of("one", Node.join(new Add(), small, large));
    Node left = x.then("left", Conv2d.of(4, 3).padding(1)).then("relu", new ReLU());
    Network other = Network.of("other", Node.join(new Add(), left, x.then(Conv2d.of(4, 1))));
    assertThat(Wiring.same(one).mismatch(other)).isEmpty();
  }

  @Test
  void branchesOfOneDepthAreToldApartByTheirLayers() {
    Node pool = x.then(MaxPool.of(3, 1).padding(1));
    Node conv = x.then(Conv2d.of(4, 1).noBias());
    Network one = Network.of("one", Node.join(new Concat(), pool, conv));
    Network other = Network.of("other", Node.join(new Concat(), conv, pool));
    assertThat(Wiring.lines(one)).isEqualTo(Wiring.lines(other)).hasSize(4);
  }

  @Test
  void theFirstLineThatDiffersIsShown() {
    Network network = Network.of("b", x.then(Conv2d.of(8, 3).stride(2).padding(1)));
    String expected =
        """
        1. Input: 4x8x8
        2. Conv2d 8, 3x3 /2 pad 1, no bias: 8x4x4, from 1
        """;
    assertThat(Wiring.same(expected).mismatch(network))
        .contains(
            new Mismatch(
                "2. Conv2d 8, 3x3 /2 pad 1, no bias: 8x4x4, from 1",
                "2. Conv2d 8, 3x3 /2 pad 1, with bias: 8x4x4, from 1"));
  }

  @Test
  void aMissingLayerIsSaidToBeMissing() {
    Node norm = x.then(new BatchNorm());
    var whole = Wiring.same(Network.of("whole", norm.then(new ReLU())));
    assertThat(whole.mismatch(Network.of("part", norm)))
        .contains(new Mismatch("3. ReLU: 4x8x8, from 2", "no layer 3"));
  }

  @Test
  void whereASumGetsItsInputsCounts() {
    Node y = x.then(new BatchNorm());
    Node z = y.then(new ReLU());
    Network fromInput = Network.of("a", Node.join(new Add(), z, x));
    Network fromNorm = Network.of("b", Node.join(new Add(), z, y));
    assertThat(Wiring.same(fromInput).mismatch(fromNorm))
        .contains(new Mismatch("4. Add: 4x8x8, from 3 and 1", "4. Add: 4x8x8, from 3 and 2"));
  }

  @Test
  void anythingElseIsNoNetwork() {
    Optional<Mismatch> mismatch = Wiring.same("1. Input: 4x8x8").mismatch(7);
    assertThat(mismatch).contains(new Mismatch("a network", "7"));
  }
}
