package recap.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserCheckTest {
  private static ParserCheck refusing(String message) {
    return new ParserCheck(
        "text",
        IllegalStateException.class,
        1,
        content -> {
          throw new IllegalStateException(message);
        });
  }

  @Test
  void aRefusalWithARemedyPasses() {
    var check = refusing("file: expected text, found bytes; fetch it again.");
    assertThatCode(() -> check.accept(new byte[0])).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file: expected text, found bytes.",
        "file: expected text; fetch it again.",
        "file: expected text, found bytes; fetch it again",
        "expected text, found bytes; fetch it again."
      })
  void anUnclearRefusalFails(String message) throws IOException {
    Throwable failure = catchThrowable(() -> refusing(message).accept(new byte[0]));
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("text has an unclear message: " + message + " for ");
    Files.delete(Path.of(failure.getMessage().replaceFirst(".* for ", "")));
  }

  @Test
  void aReportOfOneKindOfInputFails() {
    var check = refusing("file: expected text, found bytes; fetch it again.");
    check.accept(new byte[0]);
    assertThatThrownBy(check::report)
        .isInstanceOf(AssertionError.class)
        .hasMessage("text reads 0 of 1 inputs");
    var reading = new ParserCheck("text", IllegalStateException.class, 1, content -> {});
    reading.accept(new byte[0]);
    assertThatThrownBy(reading::report)
        .isInstanceOf(AssertionError.class)
        .hasMessage("text reads 1 of 1 inputs");
  }
}
