package recap.train;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all: written beside, flushed to the disk, renamed over. A
 * process that is killed, a full disk or a power cut leaves what was there before; at most a
 * leftover {@code .name.tmp}, which the next write replaces.
 */
public final class AtomicFile {
  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /**
   * Makes {@code file} hold {@code content}; missing folders are made.
   *
   * @throws StorageException when it cannot be written; the file is then as it was
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    Path beside = folder.resolve("." + target.getFileName() + ".tmp");
    try {
      Uninterrupted.run(() -> replace(folder, beside, target, content));
    } catch (IOException | RuntimeException e) {
      delete(beside);
      throw StorageException.unwritable(file, e);
    }
  }

  private static void replace(Path folder, Path beside, Path target, Content content)
      throws IOException {
    Files.createDirectories(folder);
    try (var channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  /** Until the folder is flushed too, a power cut may undo the rename. */
  private static void force(Path folder) throws IOException {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void delete(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      // The next write truncates it; the failure that matters is on its way to the caller.
    }
  }
}
