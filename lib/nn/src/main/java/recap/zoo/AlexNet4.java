package recap.zoo;

import java.util.Locale;
import recap.nn.Activation;
import recap.nn.AvgPool;
import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

/**
 * The four-layer CIFAR-10 network of figure 1 in Krizhevsky et al. 2012. The paper does not list
 * its layers; this is the author's published CIFAR configuration of that time without its response
 * normalisation, because the figure's networks had no regularisation.
 */
public final class AlexNet4 {
  private AlexNet4() {}

  /** {@code alexnet4_relu}, {@code alexnet4_tanh} or {@code alexnet4_sigmoid}. */
  public static Network of(Activation activation, Shape input, int classes) {
    Node x = Node.input(input); //                                              3x32x32
    // The author's tool rounds the sizes behind pools up: 16x16, 8x8 and 4x4.
    x = x.then("conv1", Conv2d.of(32, 5).padding(2)); //                       32x32x32
    x = x.then("pool1", MaxPool.of(3, 2)).then("act1", activation); //         32x15x15
    x = x.then("conv2", Conv2d.of(32, 5).padding(2)).then("act2", activation);
    x = x.then("pool2", AvgPool.of(3, 2)); //                                  32x7x7
    x = x.then("conv3", Conv2d.of(64, 5).padding(2)).then("act3", activation);
    x = x.then("pool3", AvgPool.of(3, 2)); //                                  64x3x3
    x = x.then(new Flatten()).then("fc", Linear.of(classes));
    return Network.of("alexnet4_" + activation.kind().toLowerCase(Locale.ROOT), x);
  }
}
