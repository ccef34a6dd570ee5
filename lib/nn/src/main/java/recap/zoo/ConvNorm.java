package recap.zoo;

import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Node;
import recap.nn.ReLU;

/** A convolution without bias and its batch norm. */
final class ConvNorm {
  /** The epsilon of the Inception networks. */
  private static final BatchNorm NORM = new BatchNorm(1e-3f, 0.1f, false);

  private ConvNorm() {}

  /** Both behind {@code x}, the unit of residual networks. */
  static Node linear(Node x, String convName, String normName, Conv2d conv) {
    return x.then(convName, conv.noBias()).then(normName, new BatchNorm());
  }

  /**
   * Both and ReLU, the unit of the later Inception networks, the tensors named as torchvision's
   * {@code BasicConv2d}.
   */
  static Node of(Node x, String name, Conv2d conv) {
    return x.then(name + ".conv", conv.noBias())
        .then(name + ".bn", NORM)
        .then(name + ".relu", new ReLU());
  }
}
