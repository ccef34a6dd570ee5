package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RunCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int recap(String... args) {
    return Recap.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void anUnknownExperimentIsWrongUsage() {
    assertThat(recap("run", "blok-cost")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "recap: experiment: expected a known experiment, received 'blok-cost'; did you mean"
                + " block-cost?");
  }

  @Test
  void anUnknownScaleIsWrongUsage() {
    assertThat(recap("run", "block-cost", "--scale", "papre")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("recap: scale: expected a known scale, received 'papre'; did you mean paper?");
  }

  @Test
  void noSeedsAndNoThreadsAreWrongUsage() {
    assertThat(recap("run", "block-cost", "--seeds", "0")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("recap: --seeds: expected at least 1, received 0; raise it");
    assertThat(recap("run", "block-cost", "--threads", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--threads: expected from 1 to 512, received -1");
  }

  @Test
  void noExperimentIsWrongUsage() {
    assertThat(recap("run")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameter: 'EXPERIMENT'");
  }

  @Test
  void theListNamesEveryExperimentWithItsPaper() {
    assertThat(recap("list")).isZero();
    assertThat(out.toString())
        .contains("relu-vs-tanh", "degradation", "block-cost", "figure 1", "claims: resnet-");
  }

  @Test
  void anUnknownRunIsWrongUsage() {
    assertThat(recap("verify", "zzzz")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "recap: run: expected the id of one complete run, received 'zzzz', which fits 0");
  }
}
