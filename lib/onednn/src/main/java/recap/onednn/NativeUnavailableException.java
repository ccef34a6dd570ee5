package recap.onednn;

/**
 * oneDNN cannot be loaded here; the message says who, what was expected, what was found and the
 * remedy.
 */
public final class NativeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NativeUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
