package recap.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two processes from working on the same run. The operating system holds the lock, so it ends
 * with its process, however that dies; the file that stays behind means nothing by itself. It holds
 * the owner's process id, for the message that a second one gets.
 */
public final class RunLock implements AutoCloseable {
  /** Far behind the text, so that the file stays readable where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 40;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock or refuses at once.
   *
   * @param file the lock's file; made, with its folders, where it is missing
   * @throws StorageException when another run holds it, with that process's id, or the file cannot
   *     be written
   */
  public static RunLock acquire(Path file) {
    try {
      return Uninterrupted.call(() -> lock(file));
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
  }

  private static RunLock lock(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw StorageException.of(
            file,
            "a run that nobody works on",
            "it locked by " + owner(channel),
            "wait for that process or stop it; a process that died leaves no lock behind");
      }
      channel.truncate(0);
      channel.write(text(ProcessHandle.current().pid() + "\n"), 0);
      return new RunLock(channel);
    } catch (IOException | RuntimeException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    if (pid.equals(String.valueOf(ProcessHandle.current().pid()))) {
      return "this process (" + pid + ")";
    }
    return pid.isEmpty() ? "another process" : "process " + pid;
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock is gone all the same.
    }
  }

  /** Gives the lock up. The file stays: removing it could take a lock from whoever is next. */
  @Override
  public void close() {
    closeQuietly(channel);
  }
}
