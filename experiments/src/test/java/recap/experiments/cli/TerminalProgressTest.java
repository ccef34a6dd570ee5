package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import recap.experiments.Durations;

class TerminalProgressTest {
  private final StringWriter out = new StringWriter();

  @Test
  void aTerminalSeesOneLineThatIsReplaced() {
    try (var progress = new TerminalProgress(new StatusLine(new PrintWriter(out), true))) {
      progress.begin("plain-20 seed 1", 0, 100);
      progress.update(50, "epoch 1");
      progress.end("finished");
    }
    assertThat(out.toString())
        .startsWith("\r\u001b[Kplain-20 seed 1 ...")
        .endsWith("\r\u001b[Kplain-20 seed 1: finished" + System.lineSeparator());
  }

  @Test
  void aLogSeesWholeLinesWithoutControlCharacters() {
    try (var progress = new TerminalProgress(new StatusLine(new PrintWriter(out), false))) {
      progress.begin("plain-20 seed 1", 0, 100);
      progress.note("something");
      progress.end("finished");
    }
    assertThat(out.toString().lines()).containsExactly("something", "plain-20 seed 1: finished");
  }

  @Test
  void spansOfTimeAreReadable() {
    assertThat(Durations.text(42.4)).isEqualTo("42 s");
    assertThat(Durations.text(425)).isEqualTo("7 min 05 s");
    assertThat(Durations.text(12_000)).isEqualTo("3 h 20 min");
  }
}
