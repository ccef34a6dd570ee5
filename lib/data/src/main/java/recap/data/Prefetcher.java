package recap.data;

/**
 * Prepares batches on a thread of its own, in the order (epoch, 0), (epoch, 1), ... (epoch + 1, 0)
 * and so on without end, a few ahead of whoever takes them. The batches are those the source would
 * have given directly.
 *
 * <p>The batches are allocated once and go round: filled, waiting, lent, filled again. Either
 * thread sleeps while it has nothing to do. One thread takes; {@link #close()} may come from any.
 *
 * <pre>{@code
 * try (var batches = new Prefetcher(source, epoch, batch, 2)) {
 *   while (training) {
 *     Batch next = batches.take();
 *     step(next.images(), next.labels());
 *   }
 * }
 * }</pre>
 */
public final class Prefetcher implements AutoCloseable {
  /** What fills a batch; in production always a {@link BatchSource}. */
  interface Filler {
    int fill(int epoch, int batch, float[] images, int[] labels);
  }

  private final Filler filler;
  private final int batchesPerEpoch;
  private final Batch[] ring;
  private final Thread worker;

  // Guarded by this. Batches [taken, filled) wait to be taken; batch taken - 1 is lent.
  private long filled;
  private long taken;
  private boolean lent;
  private boolean closed;
  private Throwable failure;

  /**
   * Starts to prepare batches.
   *
   * @param source must not be used by anyone else until this is closed
   * @param epoch of the first batch to take
   * @param batch the first batch to take
   * @param depth how many batches may wait, at least 1
   * @throws DataException if there is no such batch, or {@code depth} is below 1
   */
  public Prefetcher(BatchSource source, int epoch, int batch, int depth) {
    this(
        source::fill,
        source.batches(),
        source.batchFloats(),
        source.batchSize(),
        epoch,
        batch,
        depth);
  }

  Prefetcher(
      Filler filler, int batchesPerEpoch, int floats, int places, int epoch, int batch, int depth) {
    if (depth < 1 || epoch < 0 || batch < 0 || batch >= batchesPerEpoch) {
      throw DataException.of(
          "Prefetcher",
          "a depth of at least 1, an epoch from 0 and a batch from 0 to " + (batchesPerEpoch - 1),
          "depth " + depth + ", epoch " + epoch + ", batch " + batch,
          "go to the next epoch after the last batch");
    }
    this.filler = filler;
    this.batchesPerEpoch = batchesPerEpoch;
    this.ring = new Batch[depth + 1];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new Batch(floats, places);
    }
    worker = new Thread(() -> work(epoch, batch), "recap-prefetcher");
    worker.setDaemon(true);
    worker.start();
  }

  /**
   * The next batch; takes back the one lent before.
   *
   * @throws InterruptedException if the calling thread is interrupted while it waits
   * @throws DataException if preparing the batch failed; the cause says why
   * @throws IllegalStateException if this prefetcher is closed
   */
  public synchronized Batch take() throws InterruptedException {
    lent = false;
    notifyAll();
    while (taken == filled && failure == null && !closed) {
      wait();
    }
    if (closed) {
      throw new IllegalStateException(
          "Prefetcher: expected to be open, found closed; take batches inside its try block.");
    }
    if (taken == filled) {
      throw new DataException("Prefetcher: " + failure.getMessage(), failure);
    }
    lent = true;
    return ring[(int) (taken++ % ring.length)];
  }

  /** Stops the thread and waits for its end, which is at most one batch away. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(int firstEpoch, int firstBatch) {
    try {
      int epoch = firstEpoch;
      int batch = firstBatch;
      for (Batch free = nextFree(); free != null; free = nextFree()) {
        free.count = filler.fill(epoch, batch, free.images, free.labels);
        free.epoch = epoch;
        free.index = batch;
        if (++batch == batchesPerEpoch) {
          batch = 0;
          epoch++;
        }
        publish();
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Waits for a batch nobody uses; null once this is closed. */
  private synchronized Batch nextFree() throws InterruptedException {
    while (!closed && filled - taken + (lent ? 1 : 0) == ring.length) {
      wait();
    }
    return closed ? null : ring[(int) (filled % ring.length)];
  }

  private synchronized void publish() {
    filled++;
    notifyAll();
  }

  private synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }
}
