package recap.labs.blocks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import recap.labs.check.Expectation;
import recap.labs.check.Expectation.Mismatch;
import recap.labs.check.Inputs;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.Input;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;

/**
 * The layers of a network as lines of text, in an order that depends neither on their names nor on
 * the order in which branches were given to {@link Add} or {@link Concat}. Two networks that have
 * the same lines compute the same function of their weights but for the order of channels.
 *
 * <pre>
 * 1. Input: 16x8x8
 * 2. Conv2d 32, 3x3 /2 pad 1, no bias: 32x4x4, from 1
 * </pre>
 */
public final class Wiring {
  private Wiring() {}

  /** The network of one block on the input that a case describes: C, H and W. */
  public static Network block(Inputs in, UnaryOperator<Node> block) {
    Node x = Node.input(in.integer("C"), in.integer("H"), in.integer("W"));
    return Network.of("block", block.apply(x));
  }

  /** The network must have exactly these lines; a text block with one line for each layer. */
  public static Expectation same(String lines) {
    return same(lines.lines().toList());
  }

  /** The network must have the same lines as {@code expected}. */
  public static Expectation same(Network expected) {
    return same(lines(expected));
  }

  private static Expectation same(List<String> expected) {
    return answer ->
        answer instanceof Network network
            ? firstDifference(expected, lines(network))
            : Optional.of(new Mismatch("a network", String.valueOf(answer)));
  }

  private static Optional<Mismatch> firstDifference(List<String> expected, List<String> received) {
    for (int i = 0; i < Math.max(expected.size(), received.size()); i++) {
      String wanted = i < expected.size() ? expected.get(i) : "no layer " + (i + 1);
      String found = i < received.size() ? received.get(i) : "no layer " + (i + 1);
      if (!wanted.equals(found)) {
        return Optional.of(new Mismatch(wanted, found));
      }
    }
    return Optional.empty();
  }

  /** One line for each layer; of several branches the one with most layers comes first. */
  static List<String> lines(Network network) {
    var lines = new ArrayList<String>();
    for (Node node : sorted(network).nodes()) {
      String from =
          node.inputs().stream()
              .map(input -> String.valueOf(input.index() + 1))
              .collect(Collectors.joining(" and "));
      String line = "%d. %s: %s".formatted(node.index() + 1, text(node.op()), node.shape());
      lines.add(from.isEmpty() ? line : line + ", from " + from);
    }
    return lines;
  }

  /** What orders branches: how long one is, and which layers it is made of. */
  private record Branch(Node node, int depth, int form) {
    static final Comparator<Branch> LONGEST_FIRST =
        Comparator.comparingInt(Branch::depth).reversed().thenComparingInt(Branch::form);
  }

  /** The same network with its branches in a fixed order, so that its list of nodes is fixed. */
  private static Network sorted(Network network) {
    var rewired = new ArrayList<Branch>();
    for (Node node : network.nodes()) {
      var inputs = new ArrayList<Branch>();
      node.inputs().forEach(input -> inputs.add(rewired.get(input.index())));
      if (node.op() instanceof Add || node.op() instanceof Concat) {
        inputs.sort(Branch.LONGEST_FIRST);
      }
      int depth = inputs.stream().mapToInt(Branch::depth).max().orElse(0) + 1;
      int form = List.of(text(node.op()), inputs.stream().map(Branch::form).toList()).hashCode();
      List<Node> from = inputs.stream().map(Branch::node).toList();
      Node copy =
          from.isEmpty()
              ? Node.input(node.name(), node.shape())
              : Node.join(node.name(), node.op(), from);
      rewired.add(new Branch(copy, depth, form));
    }
    Node[] outputs =
        network.outputs().stream()
            .map(output -> rewired.get(output.index()).node())
            .toArray(Node[]::new);
    return Network.of(network.name(), outputs);
  }

  private static String text(Op op) {
    if (op instanceof Conv2d conv) {
      return "Conv2d %d, %s%s%s"
          .formatted(
              conv.outChannels(),
              conv.window(),
              conv.groups() == 1 ? "" : ", " + conv.groups() + " groups",
              conv.bias() ? ", with bias" : ", no bias");
    } else if (op instanceof Linear linear) {
      return "Linear " + linear.outFeatures() + (linear.bias() ? "" : ", no bias");
    } else if (op instanceof PaddedShortcut shortcut) {
      return "PaddedShortcut " + shortcut.outChannels() + " /" + shortcut.stride();
    } else if (op instanceof MaxPool pool && !pool.ceil()) {
      return "MaxPool " + pool.window();
    } else if (op instanceof Input) {
      return "Input";
    } else if (op.equals(new BatchNorm())) {
      return "BatchNorm";
    }
    String settings = op.toString();
    return settings.endsWith("[]") ? op.kind() : settings;
  }
}
