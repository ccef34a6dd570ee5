package recap.train;

import recap.data.Batch;
import recap.data.BatchSource;
import recap.data.Prefetcher;

/** Batches in the order of training, from a position on. */
interface Feed extends AutoCloseable {
  /** Batches that wait; more would only take memory. */
  int DEPTH = 2;

  /**
   * Writes the next batch.
   *
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  void next(float[] images, int[] labels) throws InterruptedException;

  @Override
  void close();

  static Feed of(Feeding feeding, BatchSource source, int iteration) {
    int epoch = iteration / source.batches();
    int batch = iteration % source.batches();
    return feeding == Feeding.PREFETCH
        ? new Ahead(new Prefetcher(source, epoch, batch, DEPTH))
        : new Inline(source, iteration);
  }

  /** Fills in place. */
  final class Inline implements Feed {
    private final BatchSource source;
    private int iteration;

    Inline(BatchSource source, int iteration) {
      this.source = source;
      this.iteration = iteration;
    }

    @Override
    public void next(float[] images, int[] labels) {
      source.fill(iteration / source.batches(), iteration % source.batches(), images, labels);
      iteration++;
    }

    @Override
    public void close() {}
  }

  /** Copies what the other thread has filled. */
  record Ahead(Prefetcher prefetcher) implements Feed {
    @Override
    public void next(float[] images, int[] labels) throws InterruptedException {
      Batch batch = prefetcher.take();
      System.arraycopy(batch.images(), 0, images, 0, batch.images().length);
      System.arraycopy(batch.labels(), 0, labels, 0, labels.length);
    }

    @Override
    public void close() {
      prefetcher.close();
    }
  }
}
