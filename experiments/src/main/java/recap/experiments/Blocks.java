package recap.experiments;

import java.util.function.UnaryOperator;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;

/** The two residual blocks of He et al. 2015, figure 5, with identity shortcuts. */
public final class Blocks {
  private static final int CLASSES = 10;

  private Blocks() {}

  /** 3x3 and 3x3 with {@code c} filters, on C x H x W: 18 HWC^2 MACs. */
  public static UnaryOperator<Node> basic(int c) {
    return x -> {
      Node y = x.then(conv(c, 3)).then(new BatchNorm()).then(new ReLU());
      return shortcut(x, y.then(conv(c, 3)).then(new BatchNorm()));
    };
  }

  /** 1x1 down to {@code c}, 3x3, 1x1 back up to 4 c, on 4C x H x W: 17 HWC^2 MACs. */
  public static UnaryOperator<Node> bottleneck(int c) {
    return x -> {
      Node y = x.then(conv(c, 1)).then(new BatchNorm()).then(new ReLU());
      y = y.then(conv(c, 3)).then(new BatchNorm()).then(new ReLU());
      return shortcut(x, y.then(conv(4 * c, 1)).then(new BatchNorm()));
    };
  }

  private static Node shortcut(Node x, Node residual) {
    return Node.join(new Add(), residual, x).then(new ReLU());
  }

  private static Conv2d conv(int filters, int kernel) {
    return Conv2d.of(filters, kernel).padding(kernel / 2).noBias();
  }

  /** {@code count} blocks in a row on {@code channels} maps of h x h pixels, and a classifier. */
  public static Network network(
      String name, int count, UnaryOperator<Node> block, int channels, int h) {
    Node x = Node.input(channels, h, h);
    for (int i = 0; i < count; i++) {
      x = block.apply(x);
    }
    return Network.of(name, x.then(new GlobalAvgPool()).then(Linear.of(CLASSES)));
  }

  /** MACs of one block alone, from the account of its layers. */
  public static long macs(UnaryOperator<Node> block, int channels, int h) {
    Node x = Node.input(channels, h, h);
    return Network.of("block", block.apply(x)).macs();
  }
}
