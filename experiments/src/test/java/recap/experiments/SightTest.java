package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import recap.account.Account;
import recap.nn.Add;
import recap.nn.Conv2d;
import recap.nn.Extent;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Window;
import recap.zoo.Zoo;

class SightTest {
  @Test
  void windowsInARowSeeFurther() {
    List<Node> layers = Features.convolutions(Zoo.build("alexnet4_relu"));
    assertThat(layers.stream().map(Sight::of))
        .containsExactly(new Sight(5, 1, -2), new Sight(15, 2, -6), new Sight(35, 4, -14));
    assertThat(Sight.of(layers.get(1)).first(3)).isZero();
  }

  @Test
  void theSizeIsTheAccountsReceptiveField() {
    Network network = Zoo.build("vgg11");
    var rows = Account.of(network, 1).rows();
    for (Node layer : Features.convolutions(network)) {
      int size = Sight.of(layer).size();
      assertThat(Extent.square(size)).isEqualTo(rows.get(layer.index()).receptiveField());
    }
  }

  @Test
  void joinsAndOblongWindowsAreRefused() {
    Node x = Node.input(3, 8, 8);
    Node joined = Node.join(new Add(), x.then(new ReLU()), x);
    assertThatThrownBy(() -> Sight.of(joined.then(Conv2d.of(4, 3))))
        .hasMessageContaining("expected a chain of layers");
    assertThatThrownBy(() -> Sight.of(x.then(new Conv2d(4, Window.of(1, 3), 1, false))))
        .hasMessageContaining("expected square windows");
  }
}
