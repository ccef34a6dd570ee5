package recap.onednn;

/**
 * oneDNN cannot be loaded here, or does not compute a number format on this processor; the message
 * says who, what was expected, what was found and the remedy.
 */
public final class NativeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NativeUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
