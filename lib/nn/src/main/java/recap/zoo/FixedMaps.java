package recap.zoo;

import recap.nn.AdaptiveAvgPool;
import recap.nn.Extent;
import recap.nn.Node;

/** Maps of one size in front of a linear layer, for inputs other than the paper's. */
final class FixedMaps {
  private FixedMaps() {}

  /** {@code x} itself if its maps have that size, else pooled to it as torchvision does. */
  static Node of(Node x, int size) {
    var maps = new Extent(x.shape().height(), x.shape().width());
    return maps.equals(Extent.square(size)) ? x : x.then("avgpool", AdaptiveAvgPool.of(size));
  }
}
