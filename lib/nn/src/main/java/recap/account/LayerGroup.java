package recap.account;

import java.util.ArrayList;
import java.util.List;
import recap.nn.Activation;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;

/**
 * A layer and the activation that training computes on the way out of it, so that the layer's own
 * output never exists in memory: any activation behind a convolution, a linear layer or an
 * addition, and ReLU behind batch norm, where it is the layer's only reader.
 *
 * @param layer what does the work
 * @param activation what is applied to its output; null if nothing is
 */
record LayerGroup(Node layer, Node activation) {
  /** The node whose output the group computes. */
  Node last() {
    return activation != null ? activation : layer;
  }

  /** The groups of {@code network}, in network order. */
  static List<LayerGroup> of(Network network) {
    var consumers = network.consumers();
    var absorbed = new boolean[network.nodes().size()];
    var groups = new ArrayList<LayerGroup>();
    for (Node node : network.nodes()) {
      if (!absorbed[node.index()]) {
        Node activation = absorbedBy(node, consumers.get(node.index()), network);
        if (activation != null) {
          absorbed[activation.index()] = true;
        }
        groups.add(new LayerGroup(node, activation));
      }
    }
    return groups;
  }

  private static Node absorbedBy(Node node, List<Node> readers, Network network) {
    if (readers.size() != 1 || network.outputs().contains(node)) {
      return null;
    }
    var reader = readers.get(0);
    var op = node.op();
    boolean any = op instanceof Conv2d || op instanceof Linear || op instanceof Add;
    boolean fits =
        any && reader.op() instanceof Activation
            || op instanceof BatchNorm && reader.op() instanceof ReLU;
    return fits ? reader : null;
  }
}
