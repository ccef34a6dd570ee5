package recap.labs.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.labs.check.Inputs;
import recap.labs.check.Task;
import recap.labs.wire.JudgeClient;

/** The judge as a process, asked by clients that are honest and others. */
class AttemptTest {
  @TempDir Path folder;
  private Path socket;
  private Path log;
  private Process judge;

  @BeforeEach
  void start() throws IOException {
    socket = folder.resolve("s");
    log = folder.resolve("log");
    judge =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Judge.class.getName(),
                "--socket=" + socket,
                "--log=" + log,
                "--attempts=2")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(judge.inputReader().readLine()).isEqualTo("listening");
  }

  @AfterEach
  void end() throws IOException, InterruptedException {
    new PrintStream(judge.getOutputStream()).close();
    assertThat(judge.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(judge.exitValue()).isZero();
  }

  private static int size(Inputs in) {
    return (in.integer("in") + 2 * in.integer("P") - in.integer("K")) / in.integer("S") + 1;
  }

  private static int withoutPadding(Inputs in) {
    return (in.integer("in") - in.integer("K")) / in.integer("S") + 1;
  }

  private JudgeClient.Verdict ask(String id, Task task) {
    return new JudgeClient(socket).ask(id, task);
  }

  @Test
  void onlyRightAnswersPass() throws IOException {
    assertThat(ask("lab2-output-size", AttemptTest::size))
        .isEqualTo(
            new JudgeClient.Verdict(
                true, "lab2-output-size: all cases passed, 4 visible and 4 hidden"));
    var wrong = ask("lab2-output-size", AttemptTest::withoutPadding);
    assertThat(wrong.passed()).isFalse();
    assertThat(wrong.text()).contains("for      padding that keeps the size", "expected 32");
    assertThat(logged())
        .extracting(one -> one.path("passed").asBoolean())
        .containsExactly(true, false);
  }

  @Test
  void aHiddenFailureShowsItsTopicOnly() {
    var wrong = ask("lab2-output-size", in -> in.integer("in") == 224 ? 111 : size(in));
    assertThat(wrong.text())
        .isEqualTo(
            "lab2-output-size: the size of an output\n"
                + "  a hidden case fails: stride with padding\n  see      formula (1)");
  }

  @Test
  void whatTheStudentMakesOfAFailureIsCut() {
    var wrong =
        ask(
            "lab2-output-size",
            in -> {
              throw new IllegalStateException("x".repeat(1 << 20));
            });
    assertThat(wrong.text()).hasSizeLessThan(5000).contains("IllegalStateException: xxx");
  }

  @Test
  void halfACharacterEndsNoLog() throws IOException {
    String said = "{\"check\": \"lab2-output-size\"}\n{\"thrown\": \"half \\ud83d\"}\n";
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
      // To the end: who leaves before has not answered.
      Channels.newInputStream(channel).readAllBytes();
    }
    assertThat(ask("lab2-output-size", AttemptTest::size).passed()).isTrue();
    assertThat(logged())
        .extracting(one -> one.path("passed").asBoolean())
        .containsExactly(false, true);
    assertThat(logged().get(0).path("text").asText()).contains("received half ?");
  }

  @Test
  void aCharacterOfTwoHalvesIsKeptWholeOrLeftOut() {
    String smile = "\ud83d\ude00";
    for (String before : List.of("", "x")) {
      String text = new Attempt("lab2-macs", false, before + smile.repeat(4000)).text();
      assertThat(text).startsWith(before + smile).endsWith(smile + " ...").hasSizeLessThan(4005);
    }
  }

  @Test
  void attemptsAreFewAndThoseBeyondAreNotLogged() throws IOException {
    ask("lab2-output-size", in -> 0);
    ask("lab2-output-size", AttemptTest::size);
    assertThat(ask("lab2-output-size", in -> 0).text()).contains("no more than 2 attempts");
    assertThat(logged())
        .extracting(one -> one.path("passed").asBoolean())
        .containsExactly(false, true);
  }

  @Test
  void anUnknownCheckIsRefusedWithTheReasonAndNotLogged() throws IOException {
    assertThat(ask("lab7-output-size", in -> 0).text())
        .startsWith("Lab: expected the id of a check, received \"lab7-output-size\"; there are [");
    assertThat(logged()).isEmpty();
  }

  @Test
  void aStrangerGetsNothingAndKeepsNobodyFromAsking() throws IOException {
    for (String said :
        List.of(
            "nonsense\n",
            "{\"check\": \"lab2-macs\"}\n{\"passed\": true}\n",
            "{\"check\": \"lab99-x\"}\n",
            "{\"check\"")) {
      try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        channel.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThat(ask("lab2-output-size", AttemptTest::size).passed()).isTrue();
    assertThat(logged())
        .filteredOn(one -> one.path("passed").asBoolean())
        .extracting(one -> one.path("check").asText())
        .containsExactly("lab2-output-size");
  }

  private List<JsonNode> logged() throws IOException {
    var mapper = new JsonMapper();
    return Files.readAllLines(log).stream()
        .map(
            line -> {
              try {
                return mapper.readTree(line);
              } catch (IOException e) {
                throw new AssertionError(line, e);
              }
            })
        .toList();
  }
}
