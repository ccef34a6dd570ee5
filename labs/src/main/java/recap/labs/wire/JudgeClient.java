package recap.labs.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import recap.labs.check.Answer;
import recap.labs.check.Task;

/**
 * The kernel's end. It answers what it is asked and repeats what it is told; nothing that happens
 * here, in the student's own process, gives a point.
 *
 * @param socket where the judge listens
 */
public record JudgeClient(Path socket) {
  /** Names the judge's socket while a notebook is graded. */
  public static final String ENVIRONMENT = "RECAP_LABS_JUDGE";

  /** What the judge says of a check, in words that may be shown to the student. */
  public record Verdict(boolean passed, String text) {}

  /** The client of the judge that the environment names, if any. */
  public static Optional<JudgeClient> fromEnvironment() {
    return Optional.ofNullable(System.getenv(ENVIRONMENT)).map(Path::of).map(JudgeClient::new);
  }

  /** Lets the judge run the check {@code id} on {@code task}. */
  public Verdict ask(String id, Task task) {
    try (var lines = new Lines(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
      lines.write(JsonNodeFactory.instance.objectNode().put("check", id));
      while (true) {
        JsonNode said = lines.read();
        if (said.has("passed")) {
          return new Verdict(said.path("passed").booleanValue(), said.path("text").asText());
        }
        lines.write(ValueCodec.encode(Answer.of(task, ValueCodec.inputs(said.path("inputs")))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Lab: the judge does not answer: " + e.getMessage(), e);
    }
  }
}
