package recap.zoo;

import recap.nn.Node;
import recap.nn.Op;

/**
 * Layers one behind the other, named by a prefix and a running number as torchvision's {@code
 * Sequential} names them: {@code features.0}, {@code features.1} and so on.
 */
final class Chain {
  private final String prefix;
  private Node end;
  private int next;

  Chain(String prefix, Node start) {
    this.prefix = prefix;
    this.end = start;
  }

  /** Appends {@code ops}, each under the next number. */
  Chain add(Op... ops) {
    for (Op op : ops) {
      end = end.then(name(), op);
    }
    return this;
  }

  /** The next member's name, for a block of several nodes that ends in {@link #end(Node)}. */
  String name() {
    return prefix + "." + next++;
  }

  /** Continues behind {@code node}. */
  Chain end(Node node) {
    end = node;
    return this;
  }

  /** The last node. */
  Node end() {
    return end;
  }
}
