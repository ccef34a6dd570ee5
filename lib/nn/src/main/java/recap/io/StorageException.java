package recap.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/**
 * A file that is missing, damaged, in use, not writable or not deletable. The message names the
 * file, what was expected, what was found and the remedy; it is meant to be shown to the user as it
 * is.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whose file it is, what was expected and found there, and what to do. */
  public static StorageException of(Object who, String expected, String found, String remedy) {
    return new StorageException(
        who + ": expected " + expected + ", found " + found + "; " + remedy + ".", null);
  }

  /** For a file that reading failed on. */
  public static StorageException unreadable(Path file, Exception cause) {
    String remedy = "check the path and its permissions";
    return new StorageException(
        file + ": expected a readable file, found " + reason(cause) + "; " + remedy + ".", cause);
  }

  /** For a file that writing failed on. */
  public static StorageException unwritable(Path file, Exception cause) {
    String remedy =
        "check the folder's permissions and the free space; what was there is untouched";
    return new StorageException(
        file + ": expected to write it, found " + reason(cause) + "; " + remedy + ".", cause);
  }

  /** For a file that cannot be deleted. */
  public static StorageException undeletable(Path file, Exception cause) {
    String remedy = "check the folder's permissions, or delete it yourself";
    return new StorageException(
        file + ": expected to delete it, found " + reason(cause) + "; " + remedy + ".", cause);
  }

  private static String reason(Exception cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (cause instanceof AccessDeniedException) {
      return "no permission";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "a file where a folder is needed, " + cause.getMessage();
    }
    if (cause instanceof DirectoryNotEmptyException) {
      return "a folder that is not empty";
    }
    if (cause instanceof ReadOnlyFileSystemException) {
      return "a read-only file system";
    }
    String text = cause.getMessage();
    return text == null || !(cause instanceof IOException)
        ? cause.getClass().getSimpleName() + (text == null ? "" : ": " + text)
        : text;
  }
}
