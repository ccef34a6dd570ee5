package recap.zoo;

import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;

/** Krizhevsky, Sutskever and Hinton 2012, section 3.5 and figure 2. */
public final class AlexNet {
  private AlexNet() {}

  /**
   * {@code alexnet_paper}: two groups stand for the two GPUs. The paper says 224x224, but only
   * 227x227 gives its 55x55 maps.
   */
  public static Network paper(Shape input, int classes) {
    return grouped("alexnet_paper", 2, input, classes);
  }

  /**
   * {@code alexnet_ungrouped}: the paper's layers on one device, every convolution over all maps.
   */
  public static Network ungrouped(Shape input, int classes) {
    return grouped("alexnet_ungrouped", 1, input, classes);
  }

  private static Network grouped(String name, int groups, Shape input, int classes) {
    // The paper's alpha 1e-4 is not divided by the size, ours is: 5 * 1e-4.
    var norm = new LocalResponseNorm(5, 5e-4f, 0.75f, 2);
    Node x = Node.input(input); //                                                   3x227x227
    x = x.then("conv1", Conv2d.of(96, 11).stride(4)).then("relu1", new ReLU()); //  96x55x55
    x = x.then("norm1", norm).then("pool1", MaxPool.of(3, 2)); //                   96x27x27
    x = x.then("conv2", Conv2d.of(256, 5).padding(2).groups(groups)).then("relu2", new ReLU());
    x = x.then("norm2", norm).then("pool2", MaxPool.of(3, 2)); //                  256x13x13
    x = x.then("conv3", Conv2d.of(384, 3).padding(1)).then("relu3", new ReLU());
    x = x.then("conv4", Conv2d.of(384, 3).padding(1).groups(groups)).then("relu4", new ReLU());
    x = x.then("conv5", Conv2d.of(256, 3).padding(1).groups(groups)).then("relu5", new ReLU());
    x = x.then("pool5", MaxPool.of(3, 2)).then(new Flatten()); //                  256x6x6
    x = x.then("fc6", Linear.of(4096)).then("relu6", new ReLU()).then("drop6", new Dropout(0.5f));
    x = x.then("fc7", Linear.of(4096)).then("relu7", new ReLU()).then("drop7", new Dropout(0.5f));
    return Network.of(name, x.then("fc8", Linear.of(classes)));
  }

  /**
   * {@code alexnet}, as torchvision has it: the one tower of Krizhevsky 2014, section 5, with 64
   * filters in the first layer, and without response normalisation. Inputs other than 224x224 are
   * pooled to 6x6 maps.
   */
  public static Network torchvision(Shape input, int classes) {
    Node x =
        new Chain("features", Node.input(input)) //                           3x224x224
            .add(Conv2d.of(64, 11).stride(4).padding(2), new ReLU()) //      64x55x55
            .add(MaxPool.of(3, 2)) //                                        64x27x27
            .add(Conv2d.of(192, 5).padding(2), new ReLU())
            .add(MaxPool.of(3, 2)) //                                       192x13x13
            .add(Conv2d.of(384, 3).padding(1), new ReLU())
            // The paper has 384; torchvision follows the author's one-GPU configuration.
            .add(Conv2d.of(256, 3).padding(1), new ReLU())
            .add(Conv2d.of(256, 3).padding(1), new ReLU())
            .add(MaxPool.of(3, 2)) //                                       256x6x6
            .end();
    x = FixedMaps.of(x, 6).then(new Flatten());
    x =
        new Chain("classifier", x)
            .add(new Dropout(0.5f), Linear.of(4096), new ReLU())
            .add(new Dropout(0.5f), Linear.of(4096), new ReLU())
            .add(Linear.of(classes))
            .end();
    return Network.of("alexnet", x);
  }
}
