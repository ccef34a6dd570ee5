package recap.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import recap.io.Digests;
import recap.io.Uninterrupted;

/**
 * Files that appear each whole, and only once all have arrived: each is checked and written beside
 * its place, and they are moved there one after the other.
 */
final class Staging implements AutoCloseable {
  private final Path folder;
  private final Path beside;
  private final Map<String, String> sums;
  private final Set<String> arrived = new HashSet<>();
  private boolean committed;

  /**
   * @param folder where the files will be
   * @param sums name to SHA-256 of every file
   */
  Staging(Path folder, Map<String, String> sums) {
    this.folder = folder;
    this.beside = folder.resolveSibling(folder.getFileName() + ".installing");
    this.sums = sums;
    try {
      Files.createDirectories(beside);
    } catch (IOException e) {
      throw cannotWrite(beside, e);
    }
  }

  /** Whether a file of that name is to be installed. */
  boolean wants(String name) {
    return sums.containsKey(name);
  }

  /**
   * Takes one file.
   *
   * @throws IOException if its checksum is wrong
   * @throws DataException if it cannot be written
   * @throws InterruptedException if interrupted before; once begun it is written to its end
   */
  void add(String name, byte[] content) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    String found = Digests.sha256(content);
    if (!found.equals(sums.get(name))) {
      throw new IOException(name + ": expected SHA-256 " + sums.get(name) + ", found " + found);
    }
    Path file = beside.resolve(name);
    try {
      Uninterrupted.run(() -> write(file, content));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    arrived.add(name);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /**
   * Moves all files to their place.
   *
   * @throws IOException if one has not arrived
   * @throws DataException if one cannot be moved
   */
  void commit() throws IOException {
    for (String name : sums.keySet()) {
      if (!arrived.contains(name)) {
        throw new IOException("expected an archive that holds " + name + ", found none");
      }
    }
    try {
      Files.createDirectories(folder);
      for (String name : sums.keySet()) {
        Files.move(
            beside.resolve(name),
            folder.resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
      committed = true;
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  private static DataException cannotWrite(Path path, IOException cause) {
    return new DataException(
        path + ": cannot be written (" + cause + "); check space and permissions.", cause);
  }

  /** Removes what was not committed. */
  @Override
  public void close() throws IOException {
    try {
      for (String name : sums.keySet()) {
        Files.deleteIfExists(beside.resolve(name));
      }
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      // What somebody else put there stays; the files are in their place all the same.
      if (!committed) {
        throw e;
      }
    }
  }
}
