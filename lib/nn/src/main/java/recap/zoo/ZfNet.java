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

/** Zeiler and Fergus 2013, figure 3. */
public final class ZfNet {
  private ZfNet() {}

  /** {@code zfnet}: figure 3, filters 384, 384, 256 in the last three convolutions. */
  public static Network figure3(Shape input, int classes) {
    return build("zfnet", new int[] {384, 384, 256}, input, classes);
  }

  /** {@code zfnet_512_1024_512}: the larger form of table 3, which lectures call ZFNet. */
  public static Network large(Shape input, int classes) {
    return build("zfnet_512_1024_512", new int[] {512, 1024, 512}, input, classes);
  }

  private static Network build(String name, int[] filters, Shape input, int classes) {
    // The paper says "contrast normalized" and gives no constants: those of AlexNet.
    var norm = new LocalResponseNorm(5, 5e-4f, 0.75f, 2);
    var pool = MaxPool.of(3, 2).ceiling(); // only sizes rounded up give the figure's
    Node x = Node.input(input); //                                               3x224x224
    x = x.then("conv1", Conv2d.of(96, 7).stride(2).padding(1)).then("relu1", new ReLU()); // 110
    x = x.then("pool1", pool).then("norm1", norm); //                           96x55x55
    x = x.then("conv2", Conv2d.of(256, 5).stride(2)).then("relu2", new ReLU()); // 256x26x26
    x = x.then("pool2", pool).then("norm2", norm); //                          256x13x13
    for (int i = 0; i < filters.length; i++) {
      x = x.then("conv" + (i + 3), Conv2d.of(filters[i], 3).padding(1));
      x = x.then("relu" + (i + 3), new ReLU());
    }
    x = x.then("pool5", pool).then(new Flatten()); //                          256x6x6
    x = x.then("fc6", Linear.of(4096)).then("relu6", new ReLU()).then("drop6", new Dropout(0.5f));
    x = x.then("fc7", Linear.of(4096)).then("relu7", new ReLU()).then("drop7", new Dropout(0.5f));
    return Network.of(name, x.then("fc8", Linear.of(classes)));
  }
}
