package recap.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Files that are there whole or not at all: written beside, flushed to the disk, renamed over. A
 * process that is killed, a full disk or a power cut leaves what was there before; at most a
 * leftover {@code .name.<process>-<unique>.tmp}, which a write a minute later or more deletes. Any
 * number of threads, processes and machines may write one file at once: the last one's content
 * stays.
 */
public final class AtomicFile {
  /**
   * What a file is to hold. Written anew from the beginning where an interrupt breaks off a write,
   * so it has to give the same bytes each time.
   */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static final int BUFFER = 1 << 16;
  private static final String SUFFIX = ".tmp";

  /** Numbers of processes repeat: those of two containers, or of two machines with one folder. */
  private static final String UNIQUE =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

  private static final AtomicLong WRITES = new AtomicLong();

  /** The process of the same number may be alive on another machine, and in the middle of it. */
  private static final Duration IN_WORK = Duration.ofMinutes(1);

  private AtomicFile() {}

  /**
   * Makes {@code file} hold {@code content}; missing folders are made. Where it is a link, what it
   * leads to is replaced; a folder or a device is refused. What {@code content} throws unchecked
   * passes as it is; the file is then as it was, too.
   *
   * @throws StorageException when it cannot be written; the file is then as it was
   */
  public static void write(Path file, Content content) {
    Path beside = null;
    try {
      Path target = target(file);
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw new IOException("a folder or a device");
      }
      String name = "." + target.getFileName() + ".";
      Path folder = target.getParent();
      String own = ProcessHandle.current().pid() + "-" + UNIQUE + WRITES.getAndIncrement();
      Path written = folder.resolve(name + own + SUFFIX);
      beside = written;
      Uninterrupted.run(() -> replace(folder, written, target, content));
      deleteLeftovers(folder, name);
    } catch (IOException | ReadOnlyFileSystemException e) {
      delete(beside);
      throw StorageException.unwritable(file, e);
    } catch (RuntimeException | Error e) {
      // Not the disk's failure, so its remedies would mislead.
      delete(beside);
      throw e;
    }
  }

  /** What links lead to; of one that leads to nothing yet, where it points. */
  private static Path target(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path absolute = file.toAbsolutePath();
    return Files.isSymbolicLink(file)
        ? absolute.resolveSibling(Files.readSymbolicLink(file)).normalize()
        : absolute;
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
  private static void force(Path folder) throws ClosedByInterruptException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      // Some file systems flush no folders; the file is written, and one of the two is there.
    }
  }

  /** Deletes what processes that were killed in the middle of a write have left. */
  private static void deleteLeftovers(Path folder, String name) {
    var leftover =
        Pattern.compile(Pattern.quote(name) + "(\\d{1,18})(-[0-9a-f]+)?" + Pattern.quote(SUFFIX));
    Instant inWork = Instant.now().minus(IN_WORK);
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        var match = leftover.matcher(file.getFileName().toString());
        if (match.matches()
            && dead(Long.parseLong(match.group(1)), match.group(2))
            && Files.getLastModifiedTime(file).toInstant().isBefore(inWork)) {
          delete(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // They are hidden and harmless, and the file itself is written.
    }
  }

  /** A file with this process's number that is not its own is of another container's process. */
  private static boolean dead(long process, String unique) {
    boolean own = unique != null && unique.startsWith("-" + UNIQUE);
    return !own && process == ProcessHandle.current().pid() || ProcessHandle.of(process).isEmpty();
  }

  private static void delete(Path beside) {
    try {
      if (beside != null) {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      // It is hidden and harmless; a failure that matters is on its way to the caller.
    }
  }
}
