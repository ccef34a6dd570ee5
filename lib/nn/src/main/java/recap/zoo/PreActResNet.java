package recap.zoo;

import java.util.List;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

/**
 * He et al. 2016 (identity mappings): the CIFAR networks with pre-activation. 110 layers are 6n + 2
 * with two 3x3 convolutions in a unit, 164 and 1001 are 9n + 2 with bottlenecks.
 */
public final class PreActResNet {
  private static final int[] FILTERS = {16, 32, 64};

  private PreActResNet() {}

  /** {@code cifar_preact_resnetD}; from 164 layers on with bottlenecks, as in the paper. */
  public static Network of(int depth, Shape input, int classes) {
    String name = "cifar_preact_resnet" + depth;
    boolean bottleneck = depth >= 164;
    int n = Depth.blocksPerStage(name, depth, bottleneck ? 9 : 6, 2);
    Node x = Node.input(input).then("conv1", Conv2d.of(16, 3).padding(1).noBias());
    for (int stage = 0; stage < FILTERS.length; stage++) { //     32x32, 16x16, 8x8
      int f = FILTERS[stage];
      for (int i = 0; i < n; i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        Conv2d conv3x3 = Conv2d.of(f, 3).padding(1);
        List<Conv2d> unit =
            bottleneck
                ? List.of(Conv2d.of(f, 1).stride(stride), conv3x3, Conv2d.of(4 * f, 1))
                : List.of(conv3x3.stride(stride), conv3x3);
        x = PreActivation.unit(x, "layer" + (stage + 1) + "." + i, unit);
      }
    }
    x = PreActivation.end(x).then("pool", new GlobalAvgPool());
    return Network.of(name, x.then("fc", Linear.of(classes)));
  }
}
