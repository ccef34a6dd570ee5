package recap.labs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.labs.check.Case;
import recap.labs.check.Expectation.Mismatch;
import recap.labs.check.Inputs;

/** What a student reads when a visible case fails. */
class LabTest {
  @Test
  void aFailureNamesInputExpectedReceivedAndFormula() {
    assertThatThrownBy(() -> Lab.check("lab2-output-size", in -> 3))
        .isInstanceOf(CheckFailedException.class)
        .hasMessage(
            """
            lab2-output-size: the size of an output
              for      padding that keeps the size: in = 32, K = 3, S = 1, P = 1
              expected 32
              received 3
              see      formula (1)""");
  }

  @Test
  void anExceptionOfTheStudentIsAnAnswerLikeAnyOther() {
    assertThatThrownBy(() -> Lab.check("lab2-macs", in -> List.of().get(0)))
        .hasMessageContaining("received an exception: java.lang.ArrayIndexOutOfBoundsException");
    assertThatThrownBy(() -> Lab.check("lab2-macs", in -> null))
        .hasMessageContaining("expected an answer\n  received null");
  }

  @Test
  void anUnknownCheckIsRefusedWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lab.check("lab2-output", in -> 3))
        .withMessageContaining("received \"lab2-output\"; there are [")
        .withMessageContaining("lab2-output-size");
  }

  @Test
  void theFirstDifferenceIsNamedByItsPlace() {
    var expected = Map.of("dw", new float[] {1, 2, 3}, "db", new float[] {0});
    assertThat(difference(expected, Map.of("dw", new double[] {1, 2, 3}, "db", List.of(1e-6))))
        .isNull();
    assertThat(difference(expected, Map.of("dw", new float[] {1, 2, 4}, "db", new float[] {0})))
        .isEqualTo(new Mismatch("dw[2] = 3.0", "dw[2] = 4.0"));
    assertThat(difference(expected, Map.of("dw", new float[] {1, 2}, "db", new float[] {0})))
        .isEqualTo(new Mismatch("dw of 3 values", "dw of 2 values"));
    assertThat(difference(expected, 7).received()).isEqualTo("7");
  }

  @Test
  void notANumberIsNearNothing() {
    assertThat(difference(1.0, Double.NaN)).isEqualTo(new Mismatch("1.0", "NaN"));
    assertThat(difference(new float[] {1}, new float[] {Float.POSITIVE_INFINITY})).isNotNull();
    assertThat(difference(3, 3.0000001)).isEqualTo(new Mismatch("3", "3.0000001"));
  }

  private static Mismatch difference(Object expected, Object received) {
    return Case.of("a case").expect(expected).expected().mismatch(received).orElse(null);
  }

  @Test
  void aTaskMayOverwriteItsInputs() {
    var inputs = new Inputs(Map.of("x", new float[] {1}));
    inputs.floats("x")[0] = 2;
    assertThat(inputs.floats("x")).containsExactly(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inputs.floats("y"))
        .withMessage("Inputs: expected a float[] called \"y\", received none; this case has [x].");
  }
}
