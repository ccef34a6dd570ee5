package recap.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

  @ParameterizedTest
  @CsvSource({
    "djl fractalnet20 1 f32 train 1,1,expected a layer that DJL computes",
    "djl poem 1 f32 infer 1,1,poem",
    "djl lenet5 1 bf16 infer 1,2,djl in f32 only",
  })
  void whatItCannotComputeIsOneLine(String arguments, int code, String message) throws IOException {
    assertThat(PeerProcess.run(arguments.split(" "))).isEqualTo(code);
    String printed = err.toString(StandardCharsets.UTF_8);
    assertThat(printed.lines()).hasSize(1);
    assertThat(printed).startsWith("peer: ").contains(message);
  }
}
