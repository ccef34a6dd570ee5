package recap.zoo;

import java.util.List;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.ShapeException;

/**
 * Huang et al. 2016: table 1 (ImageNet, as torchvision has it) and section 3 (CIFAR, with and
 * without bottlenecks and compression).
 */
public final class DenseNet {
  /**
   * @param growth k, the maps that each layer adds
   * @param bottleneck whether a 1x1 convolution to 4 k maps comes before each 3x3
   * @param compression the maps that a transition keeps: 1/2 in BC networks, 1 otherwise
   */
  private record Form(String name, int growth, boolean bottleneck, double compression) {}

  private DenseNet() {}

  /** {@code densenet121}, {@code densenet161}, {@code densenet169}, {@code densenet201}. */
  public static Network imageNet(int layers, Shape input, int classes) {
    // Table 1: layers in each dense block; 161 has k = 48, the others 32.
    List<Integer> blocks =
        switch (layers) {
          case 121 -> List.of(6, 12, 24, 16);
          case 161 -> List.of(6, 12, 36, 24);
          case 169 -> List.of(6, 12, 32, 32);
          case 201 -> List.of(6, 12, 48, 32);
          default ->
              throw new ShapeException(
                  "densenet" + layers, "121, 161, 169 or 201 layers", "" + layers, "use 121");
        };
    int k = layers == 161 ? 48 : 32;
    Node x = Node.input(input); //                                                3x224x224
    x = x.then("features.conv0", Conv2d.of(2 * k, 7).stride(2).padding(3).noBias());
    x = x.then("features.norm0", new BatchNorm()).then("features.relu0", new ReLU());
    x = x.then("features.pool0", MaxPool.of(3, 2).padding(1)); //                 2k x56x56
    return dense(new Form("densenet" + layers, k, true, 0.5), x, blocks, classes);
  }

  /** {@code cifar_densenetL_kK}: three blocks of (L - 4) / 3 layers, 16 maps before the first. */
  public static Network cifar(int depth, int growth, Shape input, int classes) {
    String name = "cifar_densenet" + depth + "_k" + growth;
    int n = Depth.blocksPerStage(name, depth, 3, 4);
    Node x = Node.input(input).then("features.conv0", Conv2d.of(16, 3).padding(1).noBias());
    return dense(new Form(name, growth, false, 1), x, List.of(n, n, n), classes);
  }

  /**
   * {@code cifar_densenet_bcL_kK}: three blocks of (L - 4) / 6 bottleneck layers, 2 k maps first.
   */
  public static Network cifarBc(int depth, int growth, Shape input, int classes) {
    String name = "cifar_densenet_bc" + depth + "_k" + growth;
    int n = Depth.blocksPerStage(name, depth, 6, 4);
    Node x = Node.input(input);
    x = x.then("features.conv0", Conv2d.of(2 * growth, 3).padding(1).noBias());
    return dense(new Form(name, growth, true, 0.5), x, List.of(n, n, n), classes);
  }

  private static Network dense(Form form, Node x, List<Integer> blocks, int classes) {
    for (int b = 1; b <= blocks.size(); b++) {
      for (int l = 1; l <= blocks.get(b - 1); l++) {
        x = layer(form, x, "features.denseblock" + b + ".denselayer" + l);
      }
      if (b < blocks.size()) {
        x = transition(x, "features.transition" + b, form.compression);
      }
    }
    x = x.then("features.norm5", new BatchNorm()).then("features.relu5", new ReLU());
    x = x.then("features.pool5", new GlobalAvgPool()).then("classifier", Linear.of(classes));
    return Network.of(form.name, x);
  }

  /** Equation 2: all maps before it, and k more. */
  private static Node layer(Form form, Node x, String name) {
    Node y = x.then(name + ".norm1", new BatchNorm()).then(name + ".relu1", new ReLU());
    if (form.bottleneck) {
      y = y.then(name + ".conv1", Conv2d.of(4 * form.growth, 1).noBias());
      y = y.then(name + ".norm2", new BatchNorm()).then(name + ".relu2", new ReLU());
    }
    String last = form.bottleneck ? ".conv2" : ".conv1";
    y = y.then(name + last, Conv2d.of(form.growth, 3).padding(1).noBias());
    return Node.join(name + ".concat", new Concat(), List.of(x, y));
  }

  private static Node transition(Node x, String name, double compression) {
    int channels = (int) (x.shape().channels() * compression);
    x = x.then(name + ".norm", new BatchNorm()).then(name + ".relu", new ReLU());
    x = x.then(name + ".conv", Conv2d.of(channels, 1).noBias());
    return x.then(name + ".pool", AvgPool.of(2, 2));
  }
}
