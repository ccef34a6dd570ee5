package recap.zoo;

import java.util.List;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.ScaleChannels;
import recap.nn.Sigmoid;

/**
 * Squeeze (global mean), excite (two linear layers), scale. Hu et al. 2017, section 3, figure 3.
 */
final class SqueezeExcite {
  private SqueezeExcite() {}

  /** The block behind {@code x}, its hidden layer {@code ratio} times narrower than x. */
  static Node of(Node x, String name, int ratio) {
    int channels = x.shape().channels();
    Node gate = x.then(name + ".squeeze", new GlobalAvgPool());
    gate = gate.then(name + ".fc1", Linear.of(Math.max(1, channels / ratio)));
    gate = gate.then(name + ".relu", new ReLU()).then(name + ".fc2", Linear.of(channels));
    gate = gate.then(name + ".gate", new Sigmoid());
    return Node.join(name + ".scale", new ScaleChannels(), List.of(x, gate));
  }
}
