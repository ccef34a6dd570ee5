package recap.labs.lab6;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.labs.check.Expectation;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Shape;

/**
 * Two networks that differ in nothing but the claimed thing, and of which the control is that of
 * the table in the notebook. The answer is a map of {@code claim}, an id, and the networks {@code
 * claimed} and {@code control}.
 *
 * @param input shape of the images
 * @param width C
 * @param classes number of outputs
 */
public record ArmPair(Shape input, int width, int classes) implements Expectation {

  @Override
  public Optional<Mismatch> mismatch(Object answer) {
    if (!(answer instanceof Map<?, ?> parts
        && parts.get("claimed") instanceof Network claimed
        && parts.get("control") instanceof Network control)) {
      return wrong("a claim and two networks", String.valueOf(answer));
    }
    String id = String.valueOf(parts.get("claim"));
    Optional<Claim> claim = Claim.of(id);
    return claim.isEmpty()
        ? wrong("one of the claims " + Claim.ids(), "\"" + id + "\"")
        : form("the claimed arm", claimed)
            .or(() -> form("the control", control))
            .or(() -> structure(claim.get(), ops(claimed), ops(control)))
            .or(() -> sizes(claimed, control))
            .or(() -> table(claim.get().control(width, classes), ops(control)));
  }

  private Optional<Mismatch> form(String arm, Network network) {
    if (network.outputs().size() > 1
        || network.nodes().stream().anyMatch(n -> n.index() > 0 && n.inputs().size() != 1)) {
      return wrong(arm + " as a chain of layers", "layers with several inputs or outputs");
    }
    if (!network.input().shape().equals(input)) {
      return wrong(arm + " to take " + input, "one that takes " + network.input().shape());
    }
    return network.output().shape().equals(Shape.features(classes))
        ? Optional.empty()
        : wrong(arm + " to end in " + classes + " outputs", "" + network.output());
  }

  /** Rewritten as a control, the claimed arm is the control, and in all places was rewritten. */
  private static Optional<Mismatch> structure(Claim claim, List<Op> claimed, List<Op> control) {
    if (claim.asControl().apply(control).places() > 0) {
      return wrong("in the claimed arm alone: " + claim.difference(), "a control that has it too");
    }
    Rewriting.Result rewritten = claim.asControl().apply(claimed);
    String only = "arms that differ in nothing but " + claim.difference();
    for (int i = 0; i < Math.max(rewritten.chain().size(), control.size()); i++) {
      String ours = layer(rewritten.chain(), i);
      String theirs = layer(control, i);
      if (!ours.equals(theirs)) {
        return wrong(
            only,
            "without that, layer %d is %s here and %s in the control".formatted(i, ours, theirs));
      }
    }
    return rewritten.places() == claim.places()
        ? Optional.empty()
        : wrong(
            "%s, in %d places".formatted(claim.difference(), claim.places()),
            "it in %d places".formatted(rewritten.places()));
  }

  private static String layer(List<Op> chain, int i) {
    return i < chain.size() ? chain.get(i).toString() : "nothing";
  }

  /** The claimed thing must not change a size on its way: that would be a second difference. */
  private static Optional<Mismatch> sizes(Network claimed, Network control) {
    List<Shape> ours = shapes(claimed);
    List<Shape> theirs = shapes(control);
    return ours.equals(theirs)
        ? Optional.empty()
        : wrong("outputs of one size in both arms: " + theirs + " as in the control", "" + ours);
  }

  /** The shapes on the way, each once as long as it stays. */
  private static List<Shape> shapes(Network network) {
    var shapes = new ArrayList<Shape>();
    for (Node node : network.nodes()) {
      if (shapes.isEmpty() || !shapes.get(shapes.size() - 1).equals(node.shape())) {
        shapes.add(node.shape());
      }
    }
    return shapes;
  }

  /** Arms without any ReLU differ in nothing either, but they are not those of the claim. */
  private static Optional<Mismatch> table(List<Op> expected, List<Op> control) {
    for (int i = 1; i <= Math.max(expected.size(), control.size() - 1); i++) {
      String theirs = layer(expected, i - 1);
      String ours = layer(control, i);
      if (!ours.equals(theirs)) {
        return wrong("the control of the table, whose layer %d is %s".formatted(i, theirs), ours);
      }
    }
    return Optional.empty();
  }

  private static List<Op> ops(Network network) {
    return network.nodes().stream().map(ArmPair::op).toList();
  }

  /** A pool that would be as large without rounding up is the same pool without it. */
  private static Op op(Node node) {
    if (node.op() instanceof MaxPool pool && pool.ceil()) {
      var down = new MaxPool(pool.window(), false);
      return node.input().then(down).shape().equals(node.shape()) ? down : pool;
    }
    return node.op();
  }

  private static Optional<Mismatch> wrong(String expected, String received) {
    return Optional.of(new Mismatch(expected, received));
  }
}
