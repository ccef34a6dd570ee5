package recap.zoo;

import java.util.List;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;

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
    return Node.join(name + ".add", new Add(), List.of(y, shortcut(x, activated, name, y.shape())));
  }

  private static Node shortcut(Node x, Node activated, String name, Shape out) {
    if (x.shape().equals(out)) {
      return x;
    }
    int stride = (x.shape().height() + out.height() - 1) / out.height();
    return activated.then(name + ".shortcut", Conv2d.of(out.channels(), 1).stride(stride).noBias());
  }

  /** Batch norm and ReLU behind the last unit. */
  static Node end(Node x) {
    return x.then("bn", new BatchNorm()).then("relu", new ReLU());
  }
}
