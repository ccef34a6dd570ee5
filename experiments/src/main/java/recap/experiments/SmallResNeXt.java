package recap.experiments;

import java.util.List;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;

/**
 * ResNeXt in small, for images of about 32x32 pixels: 20 layers in three stages of two bottlenecks.
 * Xie et al. 2016, figure 3 (c); their CIFAR networks (section 5.3) start from four times as many
 * maps.
 *
 * <pre>
 * output size   32x32           16x16            8x8
 * 1x1, 3x3      G w             2 G w            4 G w      the 3x3 in G groups
 * 1x1           64              128              256
 * </pre>
 *
 * @param groups G, the cardinality
 * @param width w, the maps of a group in the first stage
 */
record SmallResNeXt(int groups, int width) {
  private static final int STAGES = 3;
  private static final int BLOCKS = 2;

  Network network(String name, Shape input, int classes) {
    Node x = norm(Node.input(input), "conv1", Conv2d.of(16, 3).padding(1));
    x = x.then("relu1", new ReLU());
    for (int stage = 0; stage < STAGES; stage++) {
      for (int i = 0; i < BLOCKS; i++) {
        x = block(x, "layer" + (stage + 1) + "." + i, stage, stage > 0 && i == 0 ? 2 : 1);
      }
    }
    return Network.of(name, x.then("pool", new GlobalAvgPool()).then("fc", Linear.of(classes)));
  }

  private Node block(Node x, String in, int stage, int stride) {
    int middle = (groups * width) << stage;
    int out = 64 << stage;
    Conv2d grouped = Conv2d.of(middle, 3).stride(stride).padding(1).groups(groups);
    Node y = norm(x, in + ".conv1", Conv2d.of(middle, 1)).then(in + ".relu1", new ReLU());
    y = norm(y, in + ".conv2", grouped).then(in + ".relu2", new ReLU());
    y = norm(y, in + ".conv3", Conv2d.of(out, 1));
    boolean same = x.shape().equals(y.shape());
    Node shortcut = same ? x : norm(x, in + ".shortcut", Conv2d.of(out, 1).stride(stride));
    return Node.join(in + ".add", new Add(), List.of(y, shortcut)).then(in + ".relu", new ReLU());
  }

  private static Node norm(Node x, String name, Conv2d conv) {
    return x.then(name, conv.noBias()).then(name + "_bn", new BatchNorm());
  }
}
