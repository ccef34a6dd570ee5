package recap.experiments.bench;

/** A measurement that could not be made; the message says which, why and the remedy. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }
}
