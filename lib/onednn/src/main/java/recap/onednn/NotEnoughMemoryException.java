package recap.onednn;

/** A network needs more memory than is free; nothing was allocated. */
public final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotEnoughMemoryException(String who, int batch, long need, long free, int fitting) {
    super(
        "%s at batch %d: expected at least %s of free memory, received %s; %s."
            .formatted(
                who,
                batch,
                mebibytes(need),
                mebibytes(free),
                fitting > 0
                    ? "a batch of " + fitting + " would fit"
                    : "free memory or use a smaller network"));
  }

  private static String mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MiB";
  }
}
