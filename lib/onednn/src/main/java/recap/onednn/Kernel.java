package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Activation;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.Input;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;

/**
 * How one layer, with what it absorbed, executes: appends its calls to the plan, forward and then
 * backward. One class per layer, one object per group of a network.
 */
abstract class Kernel {
  /**
   * Layers whose output no one else may write: it may be the very tensor that they were given, or,
   * of a padded shortcut, hold zeros that are never written again.
   */
  private static final Set<Class<? extends Op>> KEEPS_OUTPUT =
      Set.of(Input.class, Dropout.class, DropPath.class, Flatten.class, PaddedShortcut.class);

  final Plan plan;
  final Fusion.Group group;
  final Node node;

  Kernel(Plan plan, Fusion.Group group) {
    this.plan = plan;
    this.group = group;
    this.node = group.anchor();
  }

  /** The name under which calls of this group appear in profiles. */
  String label(String what) {
    return node.name() + " " + what;
  }

  /** Whether this is a plan with a backward pass. */
  boolean differentiates() {
    return plan.mode().differentiates();
  }

  /** Whether the layer's random masks are drawn. */
  boolean random() {
    return plan.mode() == Mode.TRAINING;
  }

  /** The activation that the group absorbed; null if there is none. */
  Activation activation() {
    return group.activation() == null ? null : (Activation) group.activation().op();
  }

  /** Appends the backward pass of {@link #activation}, if there is one, from its output. */
  Gradients.Gradient beforeActivation(Gradients.Gradient dy, Value y) {
    return group.activation() == null
        ? dy
        : new ActivationPass(plan, group.last().name(), activation(), y.desc()).backward(dy, y);
  }

  /** The learned {@code weight} in the layout and format in which {@code user} reads it. */
  Value weightFor(dnnl_primitive_desc user, Parameter weight) {
    Desc wanted = Desc.chosen(user, dnnl_query_weights_md);
    return plan.copies().weightAs(label("weight layout"), weight.master(), wanted);
  }

  /**
   * Whether {@code input}'s tensor may be overwritten by this group: no one else reads it and its
   * maker does not need it again.
   */
  boolean mayOverwrite(Node input) {
    return plan.consumers(input).size() == 1
        && !plan.network().outputs().contains(input)
        && (!differentiates() || !input.op().saves().contains(Op.Saved.OUTPUT))
        && !KEEPS_OUTPUT.contains(input.op().getClass());
  }

  /** Appends the forward pass and returns the group's output. */
  abstract Value forward(List<Value> inputs);

  /**
   * Appends the backward pass; only where the gradient of the group's output is wanted. Of a layer
   * that learns nothing, that of some input then is wanted too.
   *
   * @param dy the gradient of the group's output
   * @param gradients takes those of the inputs
   */
  abstract void backward(Gradients.Gradient dy, Gradients gradients);
}
