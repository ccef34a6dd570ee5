package recap.zoo;

import java.util.List;
import recap.nn.Add;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.PaddedShortcut;
import recap.nn.ReLU;
import recap.nn.Shape;

/**
 * The ImageNet networks of He et al. 2015, table 1, Zagoruyko and Komodakis 2016 (wide), Xie et al.
 * 2016 (ResNeXt) and Hu et al. 2017 (SE).
 *
 * @param blocks in conv2_x to conv5_x
 * @param width filters of the first stage's 3x3 in each group
 */
record ResNet(String name, List<Integer> blocks, Block block, int groups, int width, Skip skip) {
  /** The stride of a bottleneck is on its first 1x1 (paper, SE) or on its 3x3 (torchvision). */
  enum Block {
    BASIC,
    PAPER,
    TORCHVISION,
    SE
  }

  /** No shortcut; option A, zero-padded; option B, a projection where the shape changes. */
  enum Skip {
    NONE,
    A,
    B
  }

  static final List<ResNet> TABLE =
      List.of(
          //         name              conv2_x..conv5_x         block     groups  width  skip
          new ResNet("resnet18", List.of(2, 2, 2, 2), Block.BASIC, 1, 64, Skip.B),
          new ResNet("resnet34", List.of(3, 4, 6, 3), Block.BASIC, 1, 64, Skip.B),
          new ResNet("resnet50", List.of(3, 4, 6, 3), Block.TORCHVISION, 1, 64, Skip.B),
          new ResNet("resnet101", List.of(3, 4, 23, 3), Block.TORCHVISION, 1, 64, Skip.B),
          new ResNet("resnet152", List.of(3, 8, 36, 3), Block.TORCHVISION, 1, 64, Skip.B),
          new ResNet("resnet18_paper", List.of(2, 2, 2, 2), Block.BASIC, 1, 64, Skip.A),
          new ResNet("resnet34_paper", List.of(3, 4, 6, 3), Block.BASIC, 1, 64, Skip.A),
          new ResNet("resnet50_paper", List.of(3, 4, 6, 3), Block.PAPER, 1, 64, Skip.B),
          new ResNet("resnet101_paper", List.of(3, 4, 23, 3), Block.PAPER, 1, 64, Skip.B),
          new ResNet("resnet152_paper", List.of(3, 8, 36, 3), Block.PAPER, 1, 64, Skip.B),
          new ResNet("plain18", List.of(2, 2, 2, 2), Block.BASIC, 1, 64, Skip.NONE),
          new ResNet("plain34", List.of(3, 4, 6, 3), Block.BASIC, 1, 64, Skip.NONE),
          new ResNet("wide_resnet50_2", List.of(3, 4, 6, 3), Block.TORCHVISION, 1, 128, Skip.B),
          new ResNet("wide_resnet101_2", List.of(3, 4, 23, 3), Block.TORCHVISION, 1, 128, Skip.B),
          new ResNet("resnext50_32x4d", List.of(3, 4, 6, 3), Block.TORCHVISION, 32, 4, Skip.B),
          new ResNet("resnext101_32x8d", List.of(3, 4, 23, 3), Block.TORCHVISION, 32, 8, Skip.B),
          new ResNet("resnext101_64x4d", List.of(3, 4, 23, 3), Block.TORCHVISION, 64, 4, Skip.B),
          new ResNet("se_resnet50", List.of(3, 4, 6, 3), Block.SE, 1, 64, Skip.B));

  Network build(Shape input, int classes) {
    Node x =
        ConvNorm.linear(Node.input(input), "conv1", "bn1", Conv2d.of(64, 7).stride(2).padding(3));
    x = x.then("relu", new ReLU()).then("maxpool", MaxPool.of(3, 2).padding(1)); // 64x56x56
    for (int stage = 1; stage <= 4; stage++) { //                56x56, 28x28, 14x14, 7x7
      for (int i = 0; i < blocks.get(stage - 1); i++) {
        x = block(x, "layer" + stage + "." + i, 32 << stage, stage > 1 && i == 0 ? 2 : 1);
      }
    }
    return Network.of(name, x.then("avgpool", new GlobalAvgPool()).then("fc", Linear.of(classes)));
  }

  private Node block(Node x, String in, int filters, int stride) {
    Conv2d conv3x3 = Conv2d.of(filters * width / 64 * groups, 3).padding(1);
    Conv2d conv1 = block == Block.BASIC ? conv3x3 : Conv2d.of(conv3x3.outChannels(), 1);
    int first = block == Block.TORCHVISION ? 1 : stride; //        the stride of conv1
    Node y = ConvNorm.linear(x, in + ".conv1", in + ".bn1", conv1.stride(first));
    y = y.then(in + ".relu1", new ReLU());
    y =
        ConvNorm.linear(
            y, in + ".conv2", in + ".bn2", conv3x3.stride(stride / first).groups(groups));
    if (block != Block.BASIC) {
      y = y.then(in + ".relu2", new ReLU());
      y = ConvNorm.linear(y, in + ".conv3", in + ".bn3", Conv2d.of(4 * filters, 1));
    }
    y = block == Block.SE ? SqueezeExcite.of(y, in + ".se", 16) : y;
    if (skip != Skip.NONE) {
      Node shortcut = x.shape().equals(y.shape()) ? x : shortcut(x, in, y, stride);
      y = Node.join(in + ".add", new Add(), List.of(y, shortcut));
    }
    return y.then(in + ".relu", new ReLU());
  }

  private Node shortcut(Node x, String in, Node y, int stride) {
    int channels = y.shape().channels();
    return skip == Skip.A
        ? x.then(in + ".shortcut", new PaddedShortcut(channels, stride))
        : ConvNorm.linear(
            x, in + ".downsample.0", in + ".downsample.1", Conv2d.of(channels, 1).stride(stride));
  }
}
