package recap.labs;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

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
  void whatGradingCouldNotSendFailsHereToo() {
    assertThatThrownBy(() -> Lab.check("lab2-macs", in -> new java.math.BigInteger("3")))
        .isInstanceOf(CheckFailedException.class)
        .hasMessageContaining("received Lab: expected a number, text, boolean")
        .hasMessageContaining("received a BigInteger; return one of these.");
  }

  @Test
  void anUnknownCheckIsRefusedWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lab.check("lab2-output", in -> 3))
        .withMessageContaining("received \"lab2-output\"; there are [")
        .withMessageContaining("lab2-output-size");
  }
}
