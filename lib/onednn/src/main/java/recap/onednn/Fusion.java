package recap.onednn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.nn.Activation;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;

/**
 * Decides which layers are computed in one pass over memory.
 *
 * <p>A tensor of a CNN is far larger than a cache, and an activation does almost no arithmetic: its
 * cost is reading and writing the tensor once more. So the layer before it, which has each value in
 * a register anyway, applies it on the way out. A group is an anchor, the layer that does the work,
 * and what it absorbs:
 *
 * <pre>
 *   training    conv | linear | add  + activation        y kept; the backward pass gets y' from y
 *               batch norm           + ReLU              one primitive each way, one bit kept
 *   inference   conv + batch norm + add + activation     batch norm goes into the weights
 *               linear | add         + activation
 *               batch norm           + ReLU
 * </pre>
 *
 * <p>In training batch norm needs the mean of the convolution's whole output before it can start,
 * so the two stay apart. A layer absorbs its only consumer; where a tensor is read twice, or is an
 * output of the network, it must exist and nothing is fused across it. An addition is absorbed by
 * the later of its branches, the other one being complete by then.
 */
final class Fusion {
  /**
   * Nodes computed together; all but the anchor may be missing (null).
   *
   * @param anchor the layer whose kernel computes the group
   * @param norm batch norm folded into the anchor's weights (inference)
   * @param add the addition of another branch (inference)
   * @param activation applied last
   */
  record Group(Node anchor, Node norm, Node add, Node activation) {
    /** The node whose output the group computes. */
    Node last() {
      return activation != null ? activation : add != null ? add : norm != null ? norm : anchor;
    }

    /** The branch that the absorbed addition takes besides the group's own. */
    Node addend() {
      Node own = norm != null ? norm : anchor;
      return add.inputs().get(0) == own ? add.inputs().get(1) : add.inputs().get(0);
    }
  }

  private final Network network;
  private final Mode mode;
  private final List<List<Node>> consumers;

  private Fusion(Network network, Mode mode) {
    this.network = network;
    this.mode = mode;
    this.consumers = network.consumers();
  }

  /** The groups of {@code network} by the index of their anchors, in network order. */
  static Map<Integer, Group> of(Network network, Mode mode) {
    return new Fusion(network, mode).groups();
  }

  private Map<Integer, Group> groups() {
    var groups = new LinkedHashMap<Integer, Group>();
    var absorbed = new boolean[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (!absorbed[node.index()]) {
        Group group = grow(node);
        mark(absorbed, group.norm());
        mark(absorbed, group.add());
        mark(absorbed, group.activation());
        groups.put(node.index(), group);
      }
    }
    return groups;
  }

  private Group grow(Node anchor) {
    Node norm = null;
    Node add = null;
    Node end = anchor;
    if (!mode.differentiates() && anchor.op() instanceof Conv2d) {
      norm = onlyConsumer(end, BatchNorm.class);
      end = norm != null ? norm : end;
      add = onlyConsumer(end, Add.class);
      if (add != null && !absorbable(add, end, anchor)) {
        add = null;
      }
      end = add != null ? add : end;
    }
    return new Group(anchor, norm, add, activationAfter(anchor, end));
  }

  private boolean absorbable(Node add, Node branch, Node anchor) {
    if (add.inputs().size() != 2) {
      return false;
    }
    Node other = add.inputs().get(0) == branch ? add.inputs().get(1) : add.inputs().get(0);
    return other != branch && other.index() < anchor.index();
  }

  private Node activationAfter(Node anchor, Node end) {
    boolean norm = anchor.op() instanceof BatchNorm;
    if (norm
        || anchor.op() instanceof Conv2d
        || anchor.op() instanceof Linear
        || anchor.op() instanceof Add) {
      return onlyConsumer(end, norm ? ReLU.class : Activation.class);
    }
    return null;
  }

  private Node onlyConsumer(Node node, Class<?> kind) {
    List<Node> readers = consumers.get(node.index());
    if (readers.size() != 1 || network.outputs().contains(node)) {
      return null;
    }
    Node reader = readers.get(0);
    return kind.isInstance(reader.op()) ? reader : null;
  }

  private static void mark(boolean[] absorbed, Node node) {
    if (node != null) {
      absorbed[node.index()] = true;
    }
  }
}
