package recap.labs.judge.lab6;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import recap.labs.Labs;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.Expectation.Mismatch;
import recap.labs.lab6.Claim;
import recap.nn.Network;
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
