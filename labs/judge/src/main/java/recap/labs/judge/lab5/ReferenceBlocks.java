package recap.labs.judge.lab5;

import recap.labs.lab5.Inception;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.MaxPool;
import recap.nn.Node;
import recap.nn.ReLU;

/** The blocks of lab 5 as it defines them. */
final class ReferenceBlocks {
  private ReferenceBlocks() {}

  /**
   * He et al. 2015, figure 5, with the 3x3 convolution in groups: Xie et al. 2016, figure 3 (c).
   */
  static Node bottleneck(Node x, int middle, int out, int stride, int cardinality) {
    Node y = norm(x, Conv2d.of(middle, 1)).then(new ReLU());
    Conv2d grouped = Conv2d.of(middle, 3).stride(stride).padding(1).groups(cardinality);
    y = norm(norm(y, grouped).then(new ReLU()), Conv2d.of(out, 1));
    boolean same = stride == 1 && x.shape().channels() == out;
    Node shortcut = same ? x : norm(x, Conv2d.of(out, 1).stride(stride));
    return Node.join(new Add(), y, shortcut).then(new ReLU());
  }

  private static Node norm(Node x, Conv2d conv) {
    return x.then(conv.noBias()).then(new BatchNorm());
  }

  /** Szegedy et al. 2014, figure 2 (b): every convolution with bias and ReLU. */
  static Node inception(Node x, Inception b) {
    return Node.join(
        new Concat(),
        unit(x, b.n1(), 1),
        unit(unit(x, b.r3(), 1), b.n3(), 3),
        unit(unit(x, b.r5(), 1), b.n5(), 5),
        unit(x.then(MaxPool.of(3, 1).padding(1)), b.pool(), 1));
  }

  /** The same block without the 1x1 convolutions before the 3x3 and the 5x5 ones. */
  static Node direct(Node x, Inception b) {
    return Node.join(
        new Concat(),
        unit(x, b.n1(), 1),
        unit(x, b.n3(), 3),
        unit(x, b.n5(), 5),
        unit(x.then(MaxPool.of(3, 1).padding(1)), b.pool(), 1));
  }

  private static Node unit(Node x, int filters, int kernel) {
    return x.then(Conv2d.of(filters, kernel).padding(kernel / 2)).then(new ReLU());
  }
}
