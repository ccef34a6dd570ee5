package recap.experiments;

import recap.nn.BatchNorm;
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

/**
 * AlexNet in small, for images of about 32x32 pixels: three convolutions, each with a pool, and
 * three linear layers. What Krizhevsky et al. 2012 chose in sections 3.3, 3.4 and 4.2 can be
 * exchanged.
 *
 * @param norm how responses are normalised
 * @param overlapping whether pools are 3x3 or 2x2, both 2 apart (section 3.4); of maps of even
 *     sizes both leave maps of the same size, since the larger ones are padded, which the paper's
 *     are not
 * @param stacked whether two 3x3 convolutions stand for each 5x5 one (Simonyan and Zisserman 2014,
 *     section 2.3)
 * @param dropout whether the two hidden linear layers drop half of their outputs (section 4.2)
 */
record SmallAlexNet(Norm norm, boolean overlapping, boolean stacked, boolean dropout) {
  private static final int HIDDEN = 256;

  enum Norm {
    NONE,
    /** Behind the first two ReLUs (section 3.3). */
    RESPONSE,
    /** Between each convolution and its ReLU (Ioffe and Szegedy 2015, section 3.2). */
    BATCH
  }

  /** Overlapping pools and 5x5 kernels; no norm, no dropout. */
  static SmallAlexNet plain() {
    return new SmallAlexNet(Norm.NONE, true, false, false);
  }

  SmallAlexNet with(Norm other) {
    return new SmallAlexNet(other, overlapping, stacked, dropout);
  }

  SmallAlexNet withTiledPools() {
    return new SmallAlexNet(norm, false, stacked, dropout);
  }

  SmallAlexNet withStackedKernels() {
    return new SmallAlexNet(norm, overlapping, true, dropout);
  }

  SmallAlexNet withDropout() {
    return new SmallAlexNet(norm, overlapping, stacked, true);
  }

  Network network(String name, Shape input, int classes) {
    Node x = Node.input(input); //                                        3x32x32
    x = pool("pool1", respond("norm1", wide("conv1", x, 32))); //        32x16x16
    x = pool("pool2", respond("norm2", wide("conv2", x, 64))); //        64x8x8
    x = pool("pool3", conv("conv3", x, 64, 3)).then(new Flatten()); //   64x4x4
    x = hidden("fc4", x);
    x = hidden("fc5", x);
    return Network.of(name, x.then("fc6", Linear.of(classes)));
  }

  /** A layer whose outputs see 5x5 places. */
  private Node wide(String name, Node x, int filters) {
    return stacked
        ? conv(name + "b", conv(name + "a", x, filters, 3), filters, 3)
        : conv(name, x, filters, 5);
  }

  private Node conv(String name, Node x, int filters, int kernel) {
    x = x.then(name, Conv2d.of(filters, kernel).padding(kernel / 2));
    x = norm == Norm.BATCH ? x.then(name + "_bn", new BatchNorm()) : x;
    return x.then(name + "_relu", new ReLU());
  }

  private Node respond(String name, Node x) {
    // The paper's alpha 1e-4 is not divided by the size, ours is: 5 * 1e-4.
    var layer = new LocalResponseNorm(5, 5e-4f, 0.75f, 2);
    return norm == Norm.RESPONSE ? x.then(name, layer) : x;
  }

  private Node pool(String name, Node x) {
    return x.then(name, overlapping ? MaxPool.of(3, 2).padding(1) : MaxPool.of(2, 2));
  }

  private Node hidden(String name, Node x) {
    x = x.then(name, Linear.of(HIDDEN)).then(name + "_relu", new ReLU());
    return dropout ? x.then(name + "_drop", new Dropout(0.5f)) : x;
  }
}
