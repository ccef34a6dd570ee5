package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import recap.nn.Node;
import recap.nn.Param;

/**
 * Collects, in the backward pass, the gradient of each node's output from all of its consumers.
 *
 * <p>A consumer contributes a tensor of its own, which may be overwritten, or one that others still
 * read: the two branches of an addition share one gradient, and nothing is copied for that. A
 * second contribution is added into the one that may be overwritten. A contribution that can only
 * add into an existing tensor waits for the others.
 *
 * <p>Gradients are there for what learns. The output of a node needs one where the node, or one
 * that it computes from, has learned parameters: not the network's input, nor what only flattens,
 * masks or pools it. Analysis wants them all.
 */
final class Gradients {
  /**
   * A gradient.
   *
   * @param value in the plan's layout
   * @param owned whether whoever receives it may overwrite it
   */
  record Gradient(Value value, boolean owned) {}

  private final Plan plan;
  private final Set<Node> wanted = new HashSet<>();
  private final Map<Node, Gradient> sums = new HashMap<>();
  private final Map<Node, List<Consumer<Value>>> late = new HashMap<>();

  Gradients(Plan plan) {
    this.plan = plan;
    for (Node node : plan.network().nodes()) {
      if (plan.mode() == Mode.ANALYSIS
          || node.parameters().stream().anyMatch(Param::learned)
          || node.inputs().stream().anyMatch(wanted::contains)) {
        wanted.add(node);
      }
    }
  }

  /** Whether anyone needs the gradient of {@code node}'s output. */
  boolean wanted(Node node) {
    return wanted.contains(node);
  }

  /** Adds {@code value} to the gradient of {@code node}'s output, if anyone needs that. */
  void add(Node node, Value value, boolean owned) {
    if (!wanted(node)) {
      return;
    }
    Gradient before = sums.get(node);
    if (before == null) {
      sums.put(node, new Gradient(value, owned));
      return;
    }
    Value target =
        before.owned()
            ? before.value()
            : owned ? value : plan.temporary(node.name() + " gradient sum", value.desc());
    boolean swap = target == value;
    plan.binary(
        node.name() + " gradient sum",
        dnnl_binary_add,
        swap ? value : before.value(),
        swap ? before.value() : value,
        target,
        plan.attributes());
    sums.put(node, new Gradient(target, true));
  }

  /** Adds, once all others have contributed, what {@code accumulator} adds into a tensor. */
  void addLate(Node node, Consumer<Value> accumulator) {
    late.computeIfAbsent(node, unused -> new ArrayList<>()).add(accumulator);
  }

  /** The whole gradient of {@code node}'s output; null if nothing depends on it. */
  Gradient total(Node node) {
    Gradient sum = sums.remove(node);
    List<Consumer<Value>> accumulators = late.remove(node);
    if (accumulators == null) {
      return sum;
    }
    if (sum == null || !sum.owned()) {
      Value target = plan.temporary(node.name() + " gradient", plan.desc(node.shape()));
      if (sum == null) {
        Zero.append(plan, node.name() + " gradient", target);
      } else {
        plan.copies().copy(node.name() + " gradient copy", sum.value(), target);
      }
      sum = new Gradient(target, true);
    }
    for (var accumulator : accumulators) {
      accumulator.accept(sum.value());
    }
    return sum;
  }
}
