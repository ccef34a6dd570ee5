package recap.labs.judge.lab4;

import recap.labs.lab4.Form;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.PaddedShortcut;
import recap.nn.ReLU;
import recap.nn.Shape;

/** Networks of 6n + 2 layers as the lab defines them. */
final class ReferenceNetwork {
  private ReferenceNetwork() {}

  static Network of(int n, int width, Form form, Shape image, int classes) {
    Node x = convNorm(Node.input(image), width, 3, 1).then(new ReLU());
    for (int filters = width; filters <= 4 * width; filters *= 2) {
      for (int i = 0; i < n; i++) {
        x = block(x, filters, filters > width && i == 0 ? 2 : 1, form);
      }
    }
    return Network.of("reference", x.then(new GlobalAvgPool()).then(Linear.of(classes)));
  }

  static Node block(Node x, int filters, int stride, Form form) {
    Node y = convNorm(x, filters, 3, stride).then(new ReLU());
    y = convNorm(y, filters, 3, 1);
    return (form == Form.PLAIN ? y : Node.join(new Add(), y, shortcut(x, filters, stride, form)))
        .then(new ReLU());
  }

  static Node shortcut(Node x, int filters, int stride, Form form) {
    if (stride == 1 && x.shape().channels() == filters) {
      return x;
    }
    return form == Form.PADDED
        ? x.then(new PaddedShortcut(filters, stride))
        : convNorm(x, filters, 1, stride);
  }

  private static Node convNorm(Node x, int filters, int kernel, int stride) {
    return x.then(Conv2d.of(filters, kernel).stride(stride).padding(kernel / 2).noBias())
        .then(new BatchNorm());
  }
}
