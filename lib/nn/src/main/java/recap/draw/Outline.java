package recap.draw;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Flatten;
import recap.nn.Input;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Scale;

/**
 * Cuts a network into the items of its diagram. Layers whose names share a prefix are one block
 * ({@code layer1.0}), equal blocks one behind the other are one item with a count, and a light
 * layer (normalisation, activation, dropout, flatten) is stacked on the layer before it.
 */
final class Outline {
  private final Network network;
  private final Account account;
  private final List<List<Node>> parts = new ArrayList<>();
  private final int[] partOf;
  private final List<Set<Integer>> inputs = new ArrayList<>();
  private final List<Set<Integer>> consumers = new ArrayList<>();

  private Outline(Network network, boolean expanded) {
    this.network = network;
    this.account = Account.of(network, 1);
    this.partOf = new int[network.nodes().size()];
    var keys = new LinkedHashMap<String, List<Node>>();
    for (Node node : network.nodes()) {
      String key = expanded ? node.name() : key(node.name());
      keys.computeIfAbsent(key, k -> new ArrayList<>()).add(node);
    }
    parts.addAll(keys.values());
    connect();
  }

  /** The items in topological order. */
  static List<Item> of(Network network, boolean expanded) {
    var outline = new Outline(network, expanded);
    List<Integer> order = outline.order();
    boolean cyclic = order.size() < outline.parts.size();
    return cyclic ? of(network, true) : outline.items(order);
  }

  /**
   * The block of a layer: its name up to the first numbered member, {@code layer1.0} of {@code
   * layer1.0.conv1}; {@code features} and {@code classifier} are no blocks but lists of them.
   */
  static String key(String name) {
    String list = name.matches("(features|classifier)\\..*") ? name.replaceFirst("\\..*", ".") : "";
    String[] words = name.substring(list.length()).split("\\.");
    boolean numbered = words.length > 1 && words[1].matches("\\d+");
    boolean leaf = words.length <= 1 || (numbered && words.length == 2);
    return leaf ? name : list + words[0] + (numbered ? "." + words[1] : "");
  }

  private void connect() {
    for (int i = 0; i < parts.size(); i++) {
      inputs.add(new LinkedHashSet<>());
      consumers.add(new LinkedHashSet<>());
      for (Node node : parts.get(i)) {
        partOf[node.index()] = i;
      }
    }
    for (Node node : network.nodes()) {
      int to = partOf[node.index()];
      for (Node input : node.inputs()) {
        int from = partOf[input.index()];
        if (from != to) {
          inputs.get(to).add(from);
          consumers.get(from).add(to);
        }
      }
    }
  }

  /**
   * Parts behind their inputs, else in network order; shorter than the parts if there is a cycle.
   */
  private List<Integer> order() {
    int[] waiting = inputs.stream().mapToInt(Set::size).toArray();
    var ready = new PriorityQueue<Integer>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    var order = new ArrayList<Integer>();
    while (!ready.isEmpty()) {
      int part = ready.remove();
      order.add(part);
      for (int next : consumers.get(part)) {
        if (--waiting[next] == 0) {
          ready.add(next);
        }
      }
    }
    return order;
  }

  private List<Item> items(List<Integer> order) {
    BitSet main = mainParts();
    int[] itemOf = new int[parts.size()];
    var items = new ArrayList<Item>();
    for (int at = 0; at < order.size(); at++) {
      int part = order.get(at);
      int last = part;
      var stacked = new ArrayList<Node>();
      int count = 1;
      itemOf[part] = items.size();
      while (at + 1 < order.size() && follows(last, order.get(at + 1))) {
        int next = order.get(at + 1);
        if (equal(last, next) && stacked.isEmpty()) {
          count++;
        } else if (count == 1 && parts.get(part).size() == 1 && light(parts.get(next))) {
          stacked.add(parts.get(next).get(0));
        } else {
          break;
        }
        itemOf[next] = items.size();
        last = next;
        at++;
      }
      items.add(item(part, last, count, stacked, itemOf, !main.get(part)));
    }
    return items;
  }

  private Item item(int part, int last, int count, List<Node> stacked, int[] itemOf, boolean side) {
    List<Node> members = parts.get(part);
    var from = new LinkedHashSet<Integer>();
    inputs.get(part).forEach(input -> from.add(itemOf[input]));
    List<Node> ending = parts.get(last);
    var output = ending.get(ending.size() - 1).shape();
    var into = List.copyOf(from);
    if (members.size() == 1) {
      Node node = members.get(0);
      Paint paint = Paint.of(node.op());
      boolean plain = paint == Paint.JOIN || light(members) || node.op() instanceof Input;
      String title = node.op() instanceof Input ? "input" : Labels.of(node.op());
      List<String> lines = plain ? List.of() : List.of(node.name());
      return new Item(title, lines, paint, stacked, false, output, into, side);
    }
    String name = key(members.get(0).name());
    String title = count == 1 ? name : name + " \u2026 " + key(ending.get(0).name());
    String each = count == 1 ? "" : " each";
    long parameters = members.stream().mapToLong(node -> row(node).parameters()).sum();
    long macs = members.stream().mapToLong(node -> row(node).macs()).sum();
    String summary = (count == 1 ? "" : count + " times ") + Labels.summary(members);
    String cost = Labels.si(parameters) + " parameters, " + Labels.si(macs) + " MACs" + each;
    return new Item(
        title, List.of(summary, cost), paint(members), List.of(), true, output, into, side);
  }

  /** What most of a block's arithmetic is: convolutions, else linear layers, else anything. */
  private static Paint paint(List<Node> members) {
    var paints = members.stream().map(node -> Paint.of(node.op())).toList();
    return Stream.of(Paint.CONVOLUTION, Paint.LINEAR)
        .filter(paints::contains)
        .findFirst()
        .orElse(Paint.OTHER);
  }

  private Row row(Node node) {
    return account.rows().get(node.index());
  }

  private boolean follows(int part, int next) {
    return consumers.get(part).equals(Set.of(next))
        && inputs.get(next).equals(Set.of(part))
        && !isOutput(part);
  }

  private boolean isOutput(int part) {
    return network.outputs().stream().anyMatch(output -> partOf[output.index()] == part);
  }

  /** Whether two blocks have the same layers on the same shapes. */
  private boolean equal(int one, int other) {
    List<Node> a = parts.get(one);
    List<Node> b = parts.get(other);
    if (a.size() != b.size() || a.size() == 1) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      boolean same = a.get(i).op().equals(b.get(i).op());
      if (!same || !a.get(i).inputShapes().equals(b.get(i).inputShapes())) {
        return false;
      }
    }
    return true;
  }

  private static boolean light(List<Node> members) {
    if (members.size() != 1) {
      return false;
    }
    Node node = members.get(0);
    return switch (Paint.of(node.op())) {
      case NORM, ACTIVATION, REGULARISATION -> true;
      case OTHER -> node.op() instanceof Flatten || node.op() instanceof Scale;
      default -> false;
    };
  }

  /** The parts that the main output depends on. */
  private BitSet mainParts() {
    var needed = new BitSet();
    var main = new BitSet();
    needed.set(network.output().index());
    for (int i = network.nodes().size() - 1; i >= 0; i--) {
      if (needed.get(i)) {
        main.set(partOf[i]);
        network.nodes().get(i).inputs().forEach(input -> needed.set(input.index()));
      }
    }
    return main;
  }
}
