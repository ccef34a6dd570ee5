package recap.labs;

/** A check has failed; the message is for the student, and where it was thrown says nothing. */
public final class CheckFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CheckFailedException(String message) {
    super(message, null, false, false);
  }
}
