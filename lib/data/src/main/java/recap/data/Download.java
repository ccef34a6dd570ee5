package recap.data;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads over HTTP that go on where they stopped: bytes are appended to {@code FILE.part}, and a
 * {@code Range} request asks for the rest. What arrives is trusted only after its checksum.
 *
 * <p>Certificates and proxies are those of the JVM ({@code javax.net.ssl.*} and {@code
 * https.proxyHost} properties); proxies also those of the environment ({@code https_proxy}).
 */
final class Download {
  /** Largest body accepted; the archives are below 180 MB. */
  static final long LIMIT = 1L << 29;

  private static final Duration TICK = Duration.ofMillis(250);
  private static final int TRIES = 5;

  private final ProxySelector proxies;
  private final HttpClient client;
  private final Patience patience;
  private final TransferProgress progress;

  /** Whether the source of the current file has answered at all. */
  private volatile boolean answered;

  /** Whether it has sent the file from its first byte on, whatever there was. */
  private volatile boolean anew;

  /**
   * How long to wait.
   *
   * @param connect for a connection
   * @param stall for the next byte
   * @param pause between tries
   */
  record Patience(Duration connect, Duration stall, Duration pause) {
    static final Patience USUAL =
        new Patience(Duration.ofSeconds(6), Duration.ofSeconds(60), Duration.ofSeconds(2));
  }

  Download(Patience patience, TransferProgress progress) {
    this(patience, progress, System.getenv());
  }

  Download(Patience patience, TransferProgress progress, Map<String, String> environment) {
    proxies = EnvironmentProxies.over(ProxySelector.getDefault(), environment);
    client =
        HttpClient.newBuilder()
            .connectTimeout(patience.connect)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(proxies)
            .build();
    this.patience = patience;
    this.progress = progress;
  }

  /** A server's answer that trying again does not change. */
  static final class RefusedException extends IOException {
    RefusedException(String message) {
      super(message);
    }
  }

  /** The text at {@code source}, for small documents. */
  String text(URI source) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(source).timeout(patience.stall).build();
    requireUsableProxy(source);
    var response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new RefusedException(source + " answered with status " + response.statusCode());
    }
    return response.body();
  }

  /**
   * Brings {@code source} to {@code target}, unless it is there already.
   *
   * @param checksum of the whole file; a file of another one is deleted
   * @throws IOException if the source cannot be reached or sends something else
   * @throws DataException if the file cannot be written
   */
  void file(URI source, Path target, Checksum checksum) throws IOException, InterruptedException {
    if (Files.exists(target) && checksum.matches(target)) {
      return;
    }
    Path part = part(target);
    boolean goesOn = size(part) > 0;
    fetch(source, part);
    if (goesOn && !anew && !checksum.matches(part)) {
      // The bytes of the earlier download may be the wrong ones, not those of this source.
      progress.note("What there was of " + target.getFileName() + " is damaged; fetching it anew");
      Files.delete(part);
      fetch(source, part);
    }
    if (!checksum.matches(part)) {
      Files.delete(part);
      throw new RefusedException(
          source + " sent a file whose checksum is not " + checksum + "; it was deleted");
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Appends to {@code part} what it lacks, in several tries where the connection is lost. */
  private void fetch(URI source, Path part) throws IOException, InterruptedException {
    answered = false;
    anew = false;
    for (int failures = 0; ; ) {
      long before = size(part);
      try {
        transfer(source, part);
        if (size(part) == 0) {
          throw new RefusedException(source + " sent an empty file");
        }
        return;
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        failures = size(part) > before ? 1 : failures + 1;
        // Who never answered is not asked again: there may be another source.
        if (failures == TRIES || !answered) {
          throw e;
        }
        progress.note("Connection lost (" + reason(e) + "); going on at byte " + size(part));
        Thread.sleep(patience.pause.toMillis());
      }
    }
  }

  /** That of one source need not be that of the next. */
  private void requireUsableProxy(URI source) throws RefusedException {
    try {
      proxies.select(source);
    } catch (DataException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  /** What there is of {@code target} until it is whole. */
  static Path part(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  private void transfer(URI source, Path part) throws IOException, InterruptedException {
    long have = size(part);
    var request = HttpRequest.newBuilder(source);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    requireUsableProxy(source);
    try (var file = open(part)) {
      var sink = new Sink(file, have);
      var exchange = client.sendAsync(request.build(), sink::receive);
      int status = await(exchange, sink, source).statusCode();
      if (status == 416) {
        // The part is as long as the file, or longer: its checksum decides.
        return;
      }
      if (status >= 500 || status == 429) {
        throw new IOException(source + " answered with status " + status);
      }
      if (status != 200 && status != 206) {
        throw new RefusedException(source + " answered with status " + status);
      }
      force(file);
    } finally {
      if (size(part) == 0) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static FileChannel open(Path part) {
    try {
      return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void force(FileChannel file) throws ClosedByInterruptException {
    try {
      file.force(true);
    } catch (ClosedByInterruptException e) {
      throw e; // no fault of the disk
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** No other source and no further try would help. */
  private static DataException unwritable(IOException e) {
    return new DataException("Download: cannot write (" + e + "); check space and permissions.", e);
  }

  private HttpResponse<Void> await(
      CompletableFuture<HttpResponse<Void>> exchange, Sink sink, URI source)
      throws IOException, InterruptedException {
    long lastDone = -1;
    long lastChange = System.nanoTime();
    try {
      while (true) {
        try {
          var response = exchange.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
          sink.check();
          progress.update(source.toString(), sink.done, sink.total);
          return response;
        } catch (TimeoutException e) {
          sink.check();
          progress.update(source.toString(), sink.done, sink.total);
        }
        if (sink.done != lastDone) {
          lastDone = sink.done;
          lastChange = System.nanoTime();
        } else if (System.nanoTime() - lastChange > patience.stall.toNanos()) {
          throw new IOException(source + " sent nothing for " + patience.stall.toSeconds() + " s");
        }
      }
    } catch (ExecutionException e) {
      sink.check();
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(source + ": " + e.getCause(), e);
    } finally {
      exchange.cancel(true);
    }
  }

  /** Writes a body as it arrives, on the client's thread; its owner polls how it goes. */
  private final class Sink {
    private final FileChannel file;
    private volatile long done;
    private volatile long total = -1;
    private volatile IOException failure;

    Sink(FileChannel file, long have) {
      this.file = file;
      this.done = have;
    }

    BodySubscriber<Void> receive(ResponseInfo info) {
      answered = true;
      try {
        switch (info.statusCode()) {
          case 200 -> {
            file.truncate(0);
            anew = true;
            done = 0;
            total = info.headers().firstValueAsLong("Content-Length").orElse(-1);
          }
          case 206 -> {
            var range = info.headers().firstValue("Content-Range").orElse("");
            if (!range.startsWith("bytes " + done + "-")) {
              failure = new RefusedException("asked from byte " + done + ", got '" + range + "'");
            }
            long rest = info.headers().firstValueAsLong("Content-Length").orElse(-1);
            total = rest < 0 ? -1 : done + rest;
          }
          default -> {
            return BodySubscribers.discarding();
          }
        }
      } catch (IOException e) {
        failure = e;
      }
      return BodySubscribers.ofByteArrayConsumer(this::write);
    }

    private void write(Optional<byte[]> bytes) {
      if (bytes.isEmpty() || failure != null) {
        return;
      }
      try {
        var buffer = ByteBuffer.wrap(bytes.get());
        if (done + buffer.remaining() > LIMIT) {
          throw new RefusedException("the body is longer than " + LIMIT + " bytes");
        }
        while (buffer.hasRemaining()) {
          done += file.write(buffer, done);
        }
      } catch (IOException e) {
        failure = e;
      }
    }

    void check() throws RefusedException {
      if (failure instanceof RefusedException refused) {
        throw refused;
      }
      if (failure != null) {
        throw unwritable(failure);
      }
    }
  }

  /** An exception in words: many network exceptions have a name and no message. */
  static String reason(Throwable e) {
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return "no connection";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
