package recap.nn;

/**
 * A wiring mistake. The message says who, what was expected, what was received and the remedy, in
 * that order.
 */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param who the node or layer that refuses its input
   * @param expected what it takes
   * @param received what it was given
   * @param remedy what the caller can change
   */
  public ShapeException(String who, String expected, String received, String remedy) {
    super(who + ": expected " + expected + ", received " + received + "; " + remedy + ".");
  }
}
