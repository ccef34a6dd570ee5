package recap.zoo;

import java.util.List;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

/**
 * Zagoruyko and Komodakis 2016, table 1: CIFAR networks of 6n + 4 layers, k times wider than He's.
 * The ImageNet form is in {@link ResNet}.
 *
 * <pre>
 * group   conv1   conv2          conv3          conv4
 * output  32x32   32x32          16x16          8x8
 * type    3x3,16  [3x3,16k]x2 n  [3x3,32k]x2 n  [3x3,64k]x2 n
 * </pre>
 */
public final class WideResNet {
  private WideResNet() {}

  /** {@code cifar_wide_resnetD_k}: 28_10 is the paper's best. */
  public static Network cifar(int depth, int k, Shape input, int classes) {
    String name = "cifar_wide_resnet" + depth + "_" + k;
    int n = Depth.blocksPerStage(name, depth, 6, 4);
    Node x = Node.input(input).then("conv1", Conv2d.of(16, 3).padding(1).noBias());
    for (int group = 1; group <= 3; group++) {
      Conv2d conv = Conv2d.of((8 << group) * k, 3).padding(1);
      for (int i = 0; i < n; i++) {
        int stride = group > 1 && i == 0 ? 2 : 1;
        x = PreActivation.unit(x, "layer" + group + "." + i, List.of(conv.stride(stride), conv));
      }
    }
    x = PreActivation.end(x).then("pool", new GlobalAvgPool());
    return Network.of(name, x.then("fc", Linear.of(classes)));
  }
}
