package recap.peers;

import recap.nn.Network;
import recap.nn.Weights;

class DjlSessionTest extends PeerSessionTest {
  @Override
  PeerSession open(
      Network network, Weights weights, float[] images, int[] labels, boolean training) {
    return new DjlSession(network, weights, images, labels, RATE, training);
  }

  @Override
  String library() {
    return "DJL";
  }
}
