package recap.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import javax.net.ssl.SSLException;

/**
 * Installs the files of a set below a data folder, once a source has given all of them with the
 * right checksums. Sources are asked one after the other; an interrupted download goes on where it
 * stopped.
 *
 * @param set as messages name it
 * @param folder below the data folder
 * @param sums name to SHA-256 of every file
 * @param space bytes that must be free
 */
record Installation(String set, String folder, Map<String, String> sums, long space) {
  private static final int MIB = 1 << 20;

  /** Somewhere a set can be downloaded from. */
  interface Source {
    /** The archives that it downloads, of no use once the files are in their place. */
    List<Path> archives(Path downloads);

    /**
     * Downloads and unpacks.
     *
     * @param downloads where archives go; what is there already is gone on with
     * @param staging receives the files
     * @throws IOException if the source cannot be reached or sends something else
     */
    void fetch(Download download, Path downloads, Staging staging)
        throws IOException, InterruptedException;
  }

  /**
   * Installs the files, unless they are there.
   *
   * @param dataFolder made if missing
   * @param sources named by {@code toString}
   * @return the source they came from, by name; empty if they were there
   * @throws DataException if no source gives the right files; the message says why each failed
   * @throws InterruptedException if interrupted; what was downloaded stays for the next time
   */
  Optional<String> into(
      Path dataFolder, List<Source> sources, Download.Patience patience, TransferProgress progress)
      throws InterruptedException {
    try {
      if (isIn(dataFolder)) {
        return Optional.empty();
      }
      Path downloads = Files.createDirectories(dataFolder.resolve("downloads"));
      checkSpace(downloads);
      try (var channel =
              FileChannel.open(
                  downloads.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = lock(channel, downloads)) {
        Source source = fetch(dataFolder, downloads, sources, patience, progress);
        sources.forEach(each -> deleteArchives(each, downloads));
        progress.note("Installed in " + dataFolder.resolve(folder));
        return Optional.of(source.toString());
      }
    } catch (IOException e) {
      throwIfInterrupted();
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

  /** Java reports an interrupt in the middle of a file as a failure of that file. */
  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private boolean isIn(Path dataFolder) throws InterruptedException {
    for (var file : sums.entrySet()) {
      Path path = dataFolder.resolve(folder).resolve(file.getKey());
      try {
        if (!Files.isRegularFile(path) || !new Checksum("SHA-256", file.getValue()).matches(path)) {
          return false;
        }
      } catch (IOException e) {
        throwIfInterrupted();
        throw new DataException(
            path + ": cannot be read (" + e + "); check its permissions, or delete it.", e);
      }
    }
    return true;
  }

  private void checkSpace(Path downloads) throws IOException {
    long free = Files.getFileStore(downloads).getUsableSpace();
    if (free < space) {
      throw DataException.of(
          downloads,
          space / MIB + " MiB of free space",
          free / MIB + " MiB",
          "free some, or name another folder with " + DataFolder.VARIABLE);
    }
  }

  private static FileLock lock(FileChannel channel, Path downloads) throws IOException {
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

  private Source fetch(
      Path dataFolder,
      Path downloads,
      List<Source> sources,
      Download.Patience patience,
      TransferProgress progress)
      throws IOException, InterruptedException {
    var failures = new StringJoiner("; ");
    Path target = dataFolder.resolve(folder);
    for (Source source : sources) {
      progress.note("Downloading " + set + " from " + source);
      try (var staging = new Staging(target, sums)) {
        source.fetch(new Download(patience, progress), downloads, staging);
        staging.commit();
        return source;
      } catch (IOException e) {
        throwIfInterrupted();
        String failure = source + ": " + explain(e);
        progress.note("That failed (" + failure + ").");
        failures.add(failure);
      }
    }
    throw new DataException(
        set
            + ": expected a source to download it from, found none: "
            + failures
            + "; check the network and run `make data` again (it goes on where it stopped), or put"
            + " its "
            + sums.size()
            + " files into "
            + target
            + " yourself.");
  }

  /** Those of a source that failed on the way included. */
  private static void deleteArchives(Source source, Path downloads) {
    for (Path archive : source.archives(downloads)) {
      try {
        Files.deleteIfExists(archive);
        Files.deleteIfExists(Download.part(archive));
      } catch (IOException e) {
        // They take space and no more; the files are in their place.
      }
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
}
