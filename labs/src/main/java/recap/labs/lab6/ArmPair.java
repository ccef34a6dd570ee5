package recap.labs.lab6;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.account.Account;
import recap.labs.check.Expectation;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Shape;

/**
 * Two networks that may differ in nothing but the claimed thing. The answer is a map of {@code
 * claim}, an id, and the networks {@code claimed} and {@code control}.
 *
 * @param input shape of the images
 * @param classes number of outputs
 * @param parameters by the claim's id, those of the table in the notebook
 */
public record ArmPair(Shape input, int classes, Map<String, Counts> parameters)
    implements Expectation {

  /**
   * Learned parameters of both arms.
   *
   * @param claimed of the arm that has the claimed thing
   * @param control of the other one
   */
  public record Counts(long claimed, long control) {}

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
            .or(() -> count("the claimed arm", claimed, parameters.get(id).claimed()))
            .or(() -> count("the control", control, parameters.get(id).control()));
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

  private static Optional<Mismatch> count(String arm, Network network, long expected) {
    long received = Account.of(network, 1).parameters();
    return received == expected
        ? Optional.empty()
        : wrong(
            "%s of the table, with %d parameters".formatted(arm, expected),
            "a network with " + received);
  }

  private static List<Op> ops(Network network) {
    return network.nodes().stream().map(Node::op).toList();
  }

  private static Optional<Mismatch> wrong(String expected, String received) {
    return Optional.of(new Mismatch(expected, received));
  }
}
