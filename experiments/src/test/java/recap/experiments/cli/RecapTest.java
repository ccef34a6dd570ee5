package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class RecapTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine recap =
      Recap.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void noCommandIsWrongUsage() {
    assertThat(recap.execute()).isEqualTo(2);
    assertThat(err.toString()).startsWith("recap: expected a command, received none; use one of ");
    assertThat(err.toString()).contains("doctor").doesNotContain("bench-side");
  }

  @Test
  void mistypedCommandSuggestsTheNearest() {
    assertThat(recap.execute("docto")).isEqualTo(2);
    assertThat(err.toString())
        .contains("recap: Unmatched argument at index 0: 'docto'")
        .contains("Did you mean: recap doctor");
  }

  @Test
  void anArgumentThatBeginsWithAnAtIsNoFileToReadArgumentsFrom() {
    assertThat(recap.execute("@pom.xml")).isEqualTo(2);
    assertThat(err.toString()).contains("Unmatched argument at index 0: '@pom.xml'");
  }

  @Test
  void whatIsNoNumberOrNoPathIsToldInTheUsersWords() {
    assertThat(recap.execute("summary", "lenet5", "--batch", "9999999999")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "recap: Invalid value for option '--batch': expected a whole number up to 2147483647,"
                + " received '9999999999'");
    for (String path : List.of("", "a\0b")) {
      err.getBuffer().setLength(0);
      assertThat(recap.execute("bench", "--output", path)).isEqualTo(2);
      assertThat(err.toString())
          .startsWith("recap: Invalid value for option '--output': expected a path, received ");
    }
  }

  @Test
  void versionComesFromTheBuild() {
    assertThat(recap.execute("--version")).isZero();
    assertThat(out.toString().strip()).matches("recap \\d+\\.\\d+\\.\\d+");
    String version = out.toString();
    assertThat(recap.execute("run", "--version")).isZero();
    assertThat(out.toString()).isEqualTo(version + version);
  }

  @Test
  void aDataSetThatIsNotKnownIsRefusedBeforeAnythingIsDownloaded() {
    assertThat(recap.execute("data", "cifar10", "mnits")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "recap: data set: expected a known data set, received 'mnits'; did you mean mnist?",
            "Try 'recap data --help'.");
  }

  @Test
  void aFullHeapIsToldFromWhatTheMachineLacks() {
    assertThat(Recap.broken(new OutOfMemoryError("Java heap space")))
        .matches(
            "Java's heap: expected room for what this command holds, found \\d+ MiB full; enlarge it,"
                + " as RECAP_JAVA_OPTS=-Xmx4g does");
    assertThat(Recap.broken(new UnsatisfiedLinkError("no jnidnnl")))
        .endsWith("no jnidnnl; ./recap doctor names what is missing");
  }

  @Command(name = "failing")
  static final class Failing implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalStateException("data: expected six files, found none; run make data");
    }
  }

  @Test
  void failureIsOneLineWithoutAStackTrace() {
    var recap =
        new CommandLine(new Failing())
            .setExecutionExceptionHandler(this.recap.getExecutionExceptionHandler())
            .setErr(new PrintWriter(err));
    assertThat(recap.execute()).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo("recap: data: expected six files, found none; run make data");
  }
}
