package recap.experiments.claims;

import java.util.List;
import java.util.Locale;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Param;
import recap.nn.Shape;

/** Looks into networks and writes numbers, for sentences of evidence. */
final class Counts {
  private Counts() {}

  /** The account of one sample. */
  static Account account(Network network) {
    return Account.of(network, 1);
  }

  /** The nodes of one kind of layer, in network order. */
  static List<Node> all(Network network, Class<? extends Op> kind) {
    return network.nodes().stream().filter(node -> kind.isInstance(node.op())).toList();
  }

  /** The first node of a kind. */
  static Node first(Network network, Class<? extends Op> kind) {
    return all(network, kind).get(0);
  }

  static List<Node> convolutions(Network network) {
    return all(network, Conv2d.class);
  }

  static List<Node> linears(Network network) {
    return all(network, Linear.class);
  }

  static Row row(Network network, Node node) {
    return account(network).rows().get(node.index());
  }

  /** The values of a layer's weight, without its bias. */
  static long weights(Node node) {
    return node.parameters().stream()
        .filter(param -> param.role() == Param.Role.WEIGHT)
        .mapToLong(Param::elements)
        .sum();
  }

  /** {@code 55x55x96}: height, width, channels, as the notes write shapes of the first layers. */
  static String hwc(Shape shape) {
    return shape.height() + "x" + shape.width() + "x" + shape.channels();
  }

  /** {@code 62,378,344}. */
  static String n(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 724.4 M}. */
  static String millions(double value) {
    return String.format(Locale.ROOT, "%,.1f M", value / 1e6);
  }

  /** {@code 15.47 G}. */
  static String billions(double value) {
    return String.format(Locale.ROOT, "%.2f G", value / 1e9);
  }

  /** {@code 89.4 %} of a share between 0 and 1. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** {@code 8.71}. */
  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
