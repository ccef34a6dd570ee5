package recap.zoo;

import recap.nn.AvgPool;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.GlobalAvgPool;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;

/**
 * Lin, Chen and Yan 2013, figure 2: three mlpconv layers, each a convolution and two 1x1
 * convolutions, and global average pooling in place of linear layers. The paper gives no widths;
 * these are the ones of the authors' published CIFAR-10 configuration.
 */
public final class NetworkInNetwork {
  private NetworkInNetwork() {}

  /** {@code nin_cifar}. */
  public static Network cifar(Shape input, int classes) {
    Node x = Node.input(input); //                                         3x32x32
    x = mlpconv(x, "mlpconv1", Conv2d.of(192, 5).padding(2), 160, 96);
    x = x.then("pool1", MaxPool.of(3, 2).ceiling()); //                   96x16x16
    x = x.then("drop1", new Dropout(0.5f));
    x = mlpconv(x, "mlpconv2", Conv2d.of(192, 5).padding(2), 192, 192);
    x = x.then("pool2", AvgPool.of(3, 2).ceiling()).then("drop2", new Dropout(0.5f)); //    192x8x8
    x = mlpconv(x, "mlpconv3", Conv2d.of(192, 3).padding(1), 192, classes);
    return Network.of("nin_cifar", x.then("pool3", new GlobalAvgPool()));
  }

  private static Node mlpconv(Node x, String name, Conv2d conv, int hidden, int out) {
    x = x.then(name + ".conv", conv).then(name + ".relu0", new ReLU());
    x = x.then(name + ".mlp1", Conv2d.of(hidden, 1)).then(name + ".relu1", new ReLU());
    return x.then(name + ".mlp2", Conv2d.of(out, 1)).then(name + ".relu2", new ReLU());
  }
}
