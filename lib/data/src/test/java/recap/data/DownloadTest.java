package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import recap.io.Digests;

/** What a server of our own on the loopback interface may answer to one file. */
@Timeout(60)
class DownloadTest {
  private static final byte[] CONTENT = {1, 2, 3, 4, 5};
  private static final Checksum SUM = new Checksum("SHA-256", Digests.sha256(CONTENT));

  @TempDir Path folder;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private HttpServer server;

  /** A range of null is none. */
  private record Answer(int status, String range, byte[] body) {}

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Answer answer = answers.remove();
    if (answer.range != null) {
      exchange.getResponseHeaders().set("Content-Range", answer.range);
    }
    exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
    exchange.getResponseBody().write(answer.body);
    exchange.close();
  }

  private Path target() {
    return folder.resolve("file");
  }

  private Path part() {
    return Download.part(target());
  }

  private void download(Answer... given) throws IOException, InterruptedException {
    answers.addAll(List.of(given));
    var address = server.getAddress();
    URI source = URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/x");
    var patience =
        new Download.Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(1));
    new Download(patience, TransferProgress.NONE, Map.of()).file(source, target(), SUM);
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws Exception {
    var busy = new Answer(503, null, new byte[0]);
    var tooOften = new Answer(429, null, new byte[0]);
    download(busy, tooOften, new Answer(200, null, CONTENT));
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(answers).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsNoFaultOfTheSource() throws Exception {
    Files.createDirectory(part());
    assertThatThrownBy(() -> download(new Answer(200, null, CONTENT)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Download: cannot write (")
        .hasMessageEndingWith("; check space and permissions.");
  }

  @Test
  void anotherRangeThanTheOneAskedForIsRefused() throws Exception {
    Files.write(part(), new byte[] {1, 2, 3});
    var whole = new Answer(206, "bytes 0-4/5", CONTENT);
    assertThatThrownBy(() -> download(whole))
        .isInstanceOf(Download.RefusedException.class)
        .hasMessage("asked from byte 3, got 'bytes 0-4/5'");
    assertThat(part()).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void aBodyThatIsLongerThanAnyArchiveIsRefused() throws Exception {
    long have = Download.LIMIT - 2;
    try (var sparse = new RandomAccessFile(part().toFile(), "rw")) {
      sparse.setLength(have);
    }
    var rest = new Answer(206, "bytes " + have + "-" + (have + 4) + "/*", CONTENT);
    assertThatThrownBy(() -> download(rest))
        .isInstanceOf(Download.RefusedException.class)
        .hasMessage("the body is longer than " + Download.LIMIT + " bytes");
    assertThat(part()).hasSize(have);
  }
}
