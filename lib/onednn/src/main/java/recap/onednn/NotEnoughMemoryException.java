package recap.onednn;

/** A network needs more memory than is free; nothing of it stays allocated. */
public final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotEnoughMemoryException(String who, int batch, long need, long free, int fitting) {
    this(
        who,
        batch,
        mebibytes(need) + " of free memory",
        mebibytes(free),
        fitting > 0
            ? "a batch of " + fitting + " would fit"
            : "free memory or use a smaller network");
  }

  private NotEnoughMemoryException(
      String who, int batch, String expected, String received, String remedy) {
    super(
        "%s at batch %d: expected at least %s, received %s; %s."
            .formatted(who, batch, expected, received, remedy));
  }

  /** The Java heap has no room for {@code bytes} that Java writes or reads. */
  static NotEnoughMemoryException ofHeap(String who, int batch, long bytes) {
    return new NotEnoughMemoryException(
        who,
        batch,
        mebibytes(bytes) + " of Java heap for its values",
        "a heap of at most " + mebibytes(Runtime.getRuntime().maxMemory()) + ", some of it in use",
        "use a smaller batch or raise -Xmx: for a command as RECAP_JAVA_OPTS=-Xmx8g, for notebooks in"
            + " jvm.options, then make setup");
  }

  private static String mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MiB";
  }
}
