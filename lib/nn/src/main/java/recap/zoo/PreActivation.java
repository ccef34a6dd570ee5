package recap.zoo;

import java.util.List;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Node;
import recap.nn.ReLU;

/**
 * The residual unit with batch norm and ReLU before each convolution. He et al. 2016, figure 4 (e).
 */
final class PreActivation {
  private PreActivation() {}

  /**
   * The unit behind {@code x}. Where the shape changes, a 1x1 convolution of the first activation
   * is the shortcut, as in the authors' code.
   */
  static Node unit(Node x, String name, List<Conv2d> convolutions) {
    Node y = x;
    Node activated = null;
    for (int i = 0; i < convolutions.size(); i++) {
      y = y.then(name + ".bn" + (i + 1), new BatchNorm());
      y = y.then(name + ".relu" + (i + 1), new ReLU());
      activated = i == 0 ? y : activated;
      y = y.then(name + ".conv" + (i + 1), convolutions.get(i).noBias());
    }
    Node shortcut = x;
    if (!x.shape().equals(y.shape())) {
      int stride =
          convolutions.stream()
              .mapToInt(c -> c.window().stride().height())
              .reduce(1, (a, b) -> a * b);
      Conv2d projection = Conv2d.of(y.shape().channels(), 1).stride(stride).noBias();
      shortcut = activated.then(name + ".shortcut", projection);
    }
    return Node.join(name + ".add", new Add(), List.of(y, shortcut));
  }

  /** Batch norm and ReLU behind the last unit. */
  static Node end(Node x) {
    return x.then("bn", new BatchNorm()).then("relu", new ReLU());
  }
}
