package recap.experiments.record;

import java.nio.file.Path;

/** A record that cannot be read or written; the message says which file, why, and the remedy. */
public final class RecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordException(Path file, String expected, String found, String remedy, Throwable cause) {
    super(file + ": expected " + expected + ", found " + found + "; " + remedy + ".", cause);
  }
}
