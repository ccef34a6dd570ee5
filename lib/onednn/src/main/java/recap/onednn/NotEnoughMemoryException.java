package recap.onednn;

/** A network needs more memory than is free; nothing was allocated. */
public final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotEnoughMemoryException(String network, int batch, MemoryReport need, long free) {
    super(
        String.format(
            "%s at batch %d: expected at least %s of free memory, received %s; %s.",
            network, batch, mebibytes(need.total()), mebibytes(free), remedy(batch, need, free)));
  }

  private static String mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MiB";
  }

  private static String remedy(int batch, MemoryReport need, long free) {
    long fixed = need.parameters() + need.gradients() + need.momentum();
    long perSample = Math.max(1, (need.total() - fixed) / batch);
    long fits = (free - fixed) / perSample;
    return fits >= 1 ? "a batch of " + fits + " would fit" : "free memory or use a smaller network";
  }
}
