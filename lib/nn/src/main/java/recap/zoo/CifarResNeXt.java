package recap.zoo;

import java.util.List;
import recap.nn.Add;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.ShapeException;

/**
 * Xie et al. 2016, section 5.3: CIFAR networks of 9n + 2 layers, C paths of d filters. Stages of
 * 1x1, 3x3 and 1x1 with C d, 2 C d, 4 C d filters in the middle and 256, 512, 1024 at the end.
 */
public final class CifarResNeXt {
  private CifarResNeXt() {}

  /** {@code cifar_resnext29_8x64d}: depth, cardinality C, bottleneck width d. */
  public static Network of(int depth, int cardinality, int width, Shape input, int classes) {
    return build("cifar_resnext", 64, depth, cardinality, width, input, classes);
  }

  /**
   * {@code small_resnext20_4x6d}: of no paper; a quarter of the maps at the input and at the end of
   * each stage, as He's CIFAR networks have.
   */
  public static Network small(int depth, int cardinality, int width, Shape input, int classes) {
    return build("small_resnext", 16, depth, cardinality, width, input, classes);
  }

  /**
   * @param base maps behind the first convolution; stages end with 4, 8 and 16 times as many
   */
  private static Network build(
      String family, int base, int depth, int cardinality, int width, Shape input, int classes) {
    String name = family + depth + "_" + cardinality + "x" + width + "d";
    int n = Depth.blocksPerStage(name, depth, 9, 2);
    if (4L * cardinality * width > Integer.MAX_VALUE) {
      throw new ShapeException(
          name, "at most 2147483647 filters", cardinality + " x " + width + " x 4", "use 8x64d");
    }
    Node x = ConvNorm.linear(Node.input(input), "conv1", "bn1", Conv2d.of(base, 3).padding(1));
    x = x.then("relu", new ReLU());
    for (int stage = 1; stage <= 3; stage++) { //                   32x32, 16x16, 8x8
      int middle = (cardinality * width) << (stage - 1);
      for (int i = 0; i < n; i++) {
        int stride = stage > 1 && i == 0 ? 2 : 1;
        x = block(x, "layer" + stage + "." + i, middle, cardinality, (2 * base) << stage, stride);
      }
    }
    return Network.of(name, x.then("pool", new GlobalAvgPool()).then("fc", Linear.of(classes)));
  }

  /** Figure 3 (c): all paths at once as one grouped convolution. */
  private static Node block(Node x, String in, int middle, int groups, int out, int stride) {
    Conv2d grouped = Conv2d.of(middle, 3).stride(stride).padding(1).groups(groups);
    Node y = ConvNorm.linear(x, in + ".conv1", in + ".bn1", Conv2d.of(middle, 1));
    y = ConvNorm.linear(y.then(in + ".relu1", new ReLU()), in + ".conv2", in + ".bn2", grouped);
    y =
        ConvNorm.linear(
            y.then(in + ".relu2", new ReLU()), in + ".conv3", in + ".bn3", Conv2d.of(out, 1));
    Node shortcut = x;
    if (x.shape().channels() != out) {
      Conv2d project = Conv2d.of(out, 1).stride(stride);
      shortcut = ConvNorm.linear(x, in + ".downsample.0", in + ".downsample.1", project);
    }
    Node sum = Node.join(in + ".add", new Add(), List.of(y, shortcut));
    return sum.then(in + ".relu", new ReLU());
  }
}
