package recap.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import recap.io.StorageException;
import recap.io.Uninterrupted;

/**
 * Keeps two processes from working on the same run. The operating system holds the lock, so it ends
 * with its process, however that dies; the file that stays behind means nothing by itself. It holds
 * the owner's process id, for the message that a second one gets.
 *
 * <p>Such a lock belongs to the process and is lost when the process closes any channel to the
 * file. So the files that this process has locked are remembered, and not opened again.
 */
public final class RunLock implements AutoCloseable {
  /** Far behind the text, so that the file stays readable where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path real;
  private final FileChannel channel;

  private RunLock(Path real, FileChannel channel) {
    this.real = real;
    this.channel = channel;
  }

  /**
   * Takes the lock or refuses: another process's at once, this one's too while a run is alive in
   * it, and else after a moment.
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
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path real = folder.toRealPath().resolve(file.getFileName());
    if (!hold(real)) {
      throw locked(
          file,
          "this process (" + ProcessHandle.current().pid() + ")",
          "wait until its run has ended, or interrupt it first");
    }
    try {
      return new RunLock(real, lockedChannel(file, real));
    } catch (IOException | RuntimeException | Error e) {
      HELD_HERE.remove(real);
      throw e;
    }
  }

  /**
   * Enters {@code real} among the files held here. A run that has just ended, or was told to, gives
   * its lock up a moment later, when it has been recorded; so it is waited for.
   */
  private static boolean hold(Path real) {
    RunGuard.awaitStopping();
    long end = System.nanoTime() + MOMENT.toNanos();
    while (!HELD_HERE.add(real)) {
      boolean wait = System.nanoTime() < end && !Thread.currentThread().isInterrupted();
      if (!wait || RunGuard.anyAlive()) {
        return false;
      }
      LockSupport.parkNanos(MOMENT.toNanos() / 100);
    }
    return true;
  }

  private static FileChannel lockedChannel(Path file, Path real) throws IOException {
    var channel =
        FileChannel.open(
            real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw locked(
            file,
            owner(channel),
            "wait for that process or stop it; a process that died leaves no lock behind");
      }
      channel.truncate(0);
      channel.write(text(ProcessHandle.current().pid() + "\n"), 0);
      return channel;
    } catch (IOException | RuntimeException | Error e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static StorageException locked(Path file, String owner, String remedy) {
    return StorageException.of(file, "a run that nobody works on", "it locked by " + owner, remedy);
  }

  private static String owner(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
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

  /**
   * Gives the lock up; a second call does nothing. The file stays: removing it could take a lock
   * from whoever is next.
   */
  @Override
  public void close() {
    if (channel.isOpen()) {
      closeQuietly(channel);
      HELD_HERE.remove(real);
    }
  }
}
