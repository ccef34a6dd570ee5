package recap.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An immutable list of nodes in topological order, from the input to one or more outputs.
 * Everything else in Recap is a fold over {@link #nodes()}.
 */
public final class Network {
  private final String name;
  private final List<Node> nodes;
  private final List<Node> outputs;
  private final Map<String, Param> parameters;

  private Network(String name, List<Node> nodes, List<Node> outputs) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
    var all = new LinkedHashMap<String, Param>();
    for (Node node : nodes) {
      for (Param param : node.parameters()) {
        all.put(node.name() + "." + param.name(), param);
      }
    }
    this.parameters = Collections.unmodifiableMap(all);
  }

  /**
   * The network that computes {@code outputs}; the first is the one that inference uses, the others
   * are auxiliary classifiers. Nodes without a name of their own get their kind and a number.
   *
   * @throws ShapeException when two nodes share a name or the graph has no output or no input
   */
  public static Network of(String name, Node... outputs) {
    if (outputs.length == 0) {
      throw new ShapeException(
          name, "an output", "none", "name the node that the network computes");
    }
    List<Node> order = topological(List.of(outputs));
    if (order.stream().noneMatch(node -> node.op() instanceof Input)) {
      throw new ShapeException(name, "an input", "none", "start every branch from Node.input");
    }
    var taken = new HashSet<String>();
    for (Node node : order) {
      if (node.named() && !taken.add(node.name())) {
        throw new ShapeException(
            name,
            "a name for each node",
            "\"" + node.name() + "\" twice",
            node.op() instanceof Input
                ? "start all branches from the same input, or name each"
                : "rename one of them");
      }
    }
    var placed = new IdentityHashMap<Node, Node>();
    var counts = new LinkedHashMap<String, Integer>();
    var nodes = new ArrayList<Node>(order.size());
    for (Node node : order) {
      String unique = node.name();
      while (!node.named() && !taken.add(unique)) {
        unique = node.name() + counts.merge(node.name(), 1, Integer::sum);
      }
      var inputs = node.inputs().stream().map(placed::get).toList();
      Node copy = node.placed(unique, inputs, nodes.size());
      placed.put(node, copy);
      nodes.add(copy);
    }
    return new Network(name, nodes, List.of(outputs).stream().map(placed::get).toList());
  }

  /** Depth-first with a stack of its own: a network of a thousand layers must not overflow ours. */
  private static List<Node> topological(List<Node> outputs) {
    var order = new ArrayList<Node>();
    var next = new IdentityHashMap<Node, Integer>();
    var stack = new ArrayDeque<Node>();
    for (Node output : outputs) {
      if (next.putIfAbsent(output, 0) == null) {
        stack.push(output);
      }
      while (!stack.isEmpty()) {
        Node node = stack.peek();
        int child = next.get(node);
        if (child == node.inputs().size()) {
          order.add(stack.pop());
        } else {
          next.put(node, child + 1);
          Node input = node.inputs().get(child);
          if (next.putIfAbsent(input, 0) == null) {
            stack.push(input);
          }
        }
      }
    }
    return order;
  }

  /** {@code resnet50}. */
  public String name() {
    return name;
  }

  /** All nodes, each behind its inputs; the input is the first. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The node that holds the input. */
  public Node input() {
    return nodes.get(0);
  }

  /** The outputs, the main one first. */
  public List<Node> outputs() {
    return outputs;
  }

  /** The main output. */
  public Node output() {
    return outputs.get(0);
  }

  /**
   * The node called {@code name}.
   *
   * @throws ShapeException where there is none
   */
  public Node node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ShapeException(
                    this.name, "the name of a node", "\"" + name + "\"", "see Network.nodes()"));
  }

  /** Every tensor under its full name, {@code layer1.0.conv1.weight}, in network order. */
  public Map<String, Param> parameters() {
    return parameters;
  }

  /** Those of {@link #parameters} that training learns: all but running statistics. */
  public Map<String, Param> learnedParameters() {
    var learned = new LinkedHashMap<>(parameters);
    learned.values().removeIf(param -> !param.learned());
    return Collections.unmodifiableMap(learned);
  }

  /** The number of learned parameters. */
  public long parameterCount() {
    return learnedParameters().values().stream().mapToLong(Param::elements).sum();
  }

  /** Multiply-accumulates of one sample's forward pass. */
  public long macs() {
    return nodes.stream().mapToLong(node -> node.op().macs(node.inputShapes())).sum();
  }

  /** For each node, by index, the nodes that take its output. */
  public List<List<Node>> consumers() {
    var consumers = new ArrayList<List<Node>>();
    for (Node node : nodes) {
      consumers.add(new ArrayList<>());
      node.inputs().forEach(input -> consumers.get(input.index()).add(node));
    }
    return consumers;
  }

  /** The network without its auxiliary outputs and the nodes that only they need. */
  public Network inferenceForm() {
    return outputs.size() == 1 ? this : Network.of(name, output());
  }

  @Override
  public String toString() {
    return name + " (" + nodes.size() + " nodes)";
  }
}
