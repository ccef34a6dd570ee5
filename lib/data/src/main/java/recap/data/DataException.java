package recap.data;

import java.nio.file.Path;

/**
 * Data that is missing, damaged or not what was asked for. The message names the file, what was
 * expected, what was found, and the remedy; it is meant to be shown to the user as it is.
 */
public final class DataException extends RuntimeException {
  /** A failure whose message says all there is to say. */
  public DataException(String message) {
    super(message);
  }

  /** A failure that another exception brought about. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }

  static DataException of(Path file, String expected, String found, String remedy) {
    return of(file.toString(), expected, found, remedy);
  }

  static DataException of(String who, String expected, String found, String remedy) {
    return new DataException(
        who + ": expected " + expected + ", found " + found + "; " + remedy + ".");
  }
}
