package recap.labs.judge.lab6;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import recap.labs.Labs;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.Expectation.Mismatch;
import recap.labs.lab6.Claim;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.ReLU;
import recap.nn.Shape;

/** The notebook's solution builds one claim; a student may choose any. */
class ReferenceArmsTest {
  private static final Shape IMAGES = Shape.image(3, 16, 16);

  @ParameterizedTest
  @EnumSource
  void everyClaimHasTwoArmsThatPass(Claim claim) {
    assertThat(visible().expected().mismatch(answer(claim, arm(claim, true), arm(claim, false))))
        .isEmpty();
    for (Case hidden : new ReproductionHidden().cases().get("lab6-arms")) {
      Shape images =
          Shape.image(
              hidden.inputs().integer("channels"),
              hidden.inputs().integer("height"),
              hidden.inputs().integer("width"));
      int width = hidden.inputs().integer("C");
      int classes = hidden.inputs().integer("classes");
      assertThat(
              hidden
                  .expected()
                  .mismatch(
                      answer(
                          claim,
                          ReferenceArms.of(claim, true, images, width, classes),
                          ReferenceArms.of(claim, false, images, width, classes))))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void armsThatDoNotDifferFail(Claim claim) {
    Network control = arm(claim, false);
    assertThat(visible().expected().mismatch(answer(claim, control, control)))
        .map(Mismatch::received)
        .hasValue("it in 0 places");
  }

  @ParameterizedTest
  @EnumSource
  void exchangedArmsFail(Claim claim) {
    assertThat(visible().expected().mismatch(answer(claim, arm(claim, false), arm(claim, true))))
        .map(Mismatch::received)
        .hasValue("a control that has it too");
  }

  @Test
  void armsOfAnotherClaimFailAtTheFirstLayerThatDiffers() {
    assertThat(
            visible()
                .expected()
                .mismatch(answer(Claim.DROPOUT, arm(Claim.RELU, true), arm(Claim.RELU, false))))
        .map(Mismatch::received)
        .hasValue("without that, layer 2 is ReLU[] here and Tanh[] in the control");
  }

  @ParameterizedTest
  @CsvSource({
    "alexnet-overlapping-pool, 18490, 18490",
    "alexnet-relu-6x, 18490, 18490",
    "alexnet-lrn-vs-bn, 18538, 18490",
    "alexnet-dropout, 18490, 18490",
    "vgg-small-kernels-better, 21394, 20922"
  })
  void theTableOfTheNotebookHasTheirParameters(String id, long claimed, long control) {
    Claim claim = Claim.of(id).orElseThrow();
    assertThat(arm(claim, true).parameterCount()).isEqualTo(claimed);
    assertThat(arm(claim, false).parameterCount()).isEqualTo(control);
  }

  @ParameterizedTest
  @EnumSource
  void armsThatLackALayerOfTheTableFail(Claim claim) {
    Network claimed = withoutReLU(arm(claim, true));
    Network control = withoutReLU(arm(claim, false));
    Optional<Mismatch> mismatch = visible().expected().mismatch(answer(claim, claimed, control));
    assertThat(mismatch).isPresent();
    if (claim == Claim.OVERLAPPING_POOLS || claim == Claim.DROPOUT) {
      assertThat(mismatch.get().expected())
          .isEqualTo("the control of the table, whose layer 2 is ReLU[]");
      assertThat(mismatch.get().received()).startsWith("MaxPool[");
    }
  }

  @Test
  void aPoolMayRoundUpWhereNothingIsLeftOver() {
    Network control =
        rewritten(
            arm(Claim.DROPOUT, false),
            (x, op) -> x.then(op instanceof MaxPool pool ? pool.ceiling() : op));
    assertThat(
            visible().expected().mismatch(answer(Claim.DROPOUT, arm(Claim.DROPOUT, true), control)))
        .isEmpty();
  }

  private static Network withoutReLU(Network network) {
    return rewritten(network, (x, op) -> op instanceof ReLU ? x : x.then(op));
  }

  private static Network rewritten(Network network, BiFunction<Node, Op, Node> layer) {
    Node x = Node.input(network.input().shape());
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      x = layer.apply(x, node.op());
    }
    return Network.of(network.name(), x);
  }

  private static Network arm(Claim claim, boolean claimed) {
    return ReferenceArms.of(claim, claimed, IMAGES, 8, 10);
  }

  private static Object answer(Claim claim, Network claimed, Network control) {
    return Map.of("claim", claim.id(), "claimed", claimed, "control", control);
  }

  private static Case visible() {
    Check check = Labs.check("lab6-arms");
    return check.cases().get(0);
  }
}
