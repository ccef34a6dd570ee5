package recap.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerProcessTest {
  private final PrintStream kept = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(kept);
  }

  /** Two million images take 8 GB, and a test's JVM has 2 (the parent POM's surefire.argLine). */
  @ParameterizedTest
  @CsvSource({
    "djl fractalnet20 1 f32 train 1,1,expected a layer that DJL computes",
    "djl poem 1 f32 infer 1,1,poem",
    "djl lenet5 1 bf16 infer 1,2,djl in f32 only",
    "djl lenet5 2000000 f32 infer 1,1,Java heap space; use a smaller batch",
  })
  void whatItCannotComputeIsOneLine(String arguments, int code, String message) throws IOException {
    assertThat(PeerProcess.run(arguments.split(" "))).isEqualTo(code);
    String printed = err.toString(StandardCharsets.UTF_8);
    assertThat(printed.lines()).hasSize(1);
    assertThat(printed).startsWith("peer: ").contains(message);
  }

  @Test
  void aLibraryThatIsMissingIsOneLineToo() throws IOException {
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("bytedeco"))
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-cp", without, "recap.peers.PeerProcess"));
    command.addAll(List.of("pytorch lenet5 1 f32 infer 1".split(" ")));
    var builder = new ProcessBuilder(command);
    // With these the JVM prints a line of its own.
    builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process peer = builder.start();
    String printed = new String(peer.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed.lines()).hasSize(1);
    assertThat(printed).startsWith("peer: java.lang.NoClassDefFoundError: org/bytedeco/");
    assertThat(peer.onExit().join().exitValue()).isEqualTo(1);
  }
}
