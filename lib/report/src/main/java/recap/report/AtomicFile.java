package recap.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are whole or not there. */
final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes {@code bytes} beside {@code file} and renames them over it; where it is a link, over
   * what it leads to. A device or folder is refused.
   *
   * @throws UncheckedIOException naming the file and the remedy
   */
  static void write(Path file, byte[] bytes) {
    Path folder = file.toAbsolutePath().getParent();
    Path beside = null;
    try {
      Files.createDirectories(folder);
      Path target = Files.exists(file) ? file.toRealPath() : file;
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw new FileSystemException(file.toString(), null, "a folder or a device");
      }
      beside =
          target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
      Files.write(beside, bytes);
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: expected a place to write to, received %s; make %s writable or choose another folder"
              .formatted(file, reason(e), folder),
          e);
    } finally {
      delete(beside);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file where a folder is needed";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : null;
    return reason == null ? e.getMessage() : reason;
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What stays is a hidden file; the failure above says more.
    }
  }
}
