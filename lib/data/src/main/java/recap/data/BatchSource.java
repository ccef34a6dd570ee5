package recap.data;

import java.util.Arrays;
import recap.nn.RandomStream;

/**
 * Batches of an image set, each a pure function of (seed, epoch, batch index): a resumed run asks
 * for the batch it stopped at and gets it, whatever came before.
 *
 * <p>The order of an epoch is {@code RandomStream.of(seed, "order", epoch)} shuffling 0..N-1. The
 * augmentation of sample {@code i} draws from words {@code 4 i} onwards of {@code
 * RandomStream.of(seed, "augment", epoch)}, so it depends on the sample and the epoch, not on where
 * in the epoch the sample falls; its colour draws from a stream of its own in the same way.
 *
 * <p>Filling allocates nothing. A source keeps the current epoch's order, so one thread at a time
 * may use it.
 */
public final class BatchSource {
  /** The label of a place in the last batch that holds no image. */
  public static final int NO_LABEL = -1;

  /** Words of the augmentation stream set aside for each sample. */
  private static final int WORDS_PER_SAMPLE = 4;

  private final ImageSet set;
  private final Normalization normalization;
  private final Augmentation augmentation;
  private final int batchSize;
  private final long seed;
  private final boolean shuffle;
  private final boolean dropLast;
  private final ColourNoise colours;

  private final int[] order;
  private int orderedEpoch = -1;
  private RandomStream augmenting;

  private BatchSource(
      ImageSet set,
      Normalization normalization,
      Augmentation augmentation,
      int batchSize,
      long seed,
      boolean shuffle,
      boolean dropLast) {
    normalization.requireSuits(set);
    if (batchSize < 1 || (dropLast && batchSize > set.size())) {
      throw DataException.of(
          "BatchSource of " + set.name(),
          "a batch size from 1 to the set's " + set.size() + " images",
          "" + batchSize,
          "choose a smaller batch");
    }
    this.set = set;
    this.normalization = normalization;
    this.augmentation = augmentation;
    this.batchSize = batchSize;
    this.seed = seed;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.colours =
        augmentation.colour() > 0 ? new ColourNoise(set, augmentation.colour(), seed) : null;
    this.order = new int[set.size()];
  }

  /**
   * Batches to train on: shuffled anew each epoch, augmented.
   *
   * @param dropLast whether an incomplete last batch is left out, so that all batches are full
   * @throws DataException if the settings don't fit the set
   */
  public static BatchSource training(
      ImageSet set,
      Normalization normalization,
      Augmentation augmentation,
      int batchSize,
      long seed,
      boolean dropLast) {
    return new BatchSource(set, normalization, augmentation, batchSize, seed, true, dropLast);
  }

  /**
   * Batches to measure with: in the set's order, no augmentation, every image once.
   *
   * @throws DataException if the settings don't fit the set
   */
  public static BatchSource evaluation(ImageSet set, Normalization normalization, int batchSize) {
    return new BatchSource(set, normalization, Augmentation.NONE, batchSize, 0, false, false);
  }

  /** The images the batches are made of. */
  public ImageSet set() {
    return set;
  }

  /** N, the number of places in a batch. */
  public int batchSize() {
    return batchSize;
  }

  /** N x C x H x W, the floats that {@link #fill} writes. */
  public int batchFloats() {
    return Math.multiplyExact(batchSize, set.imageSize());
  }

  /** The number of batches in an epoch. */
  public int batches() {
    return dropLast ? set.size() / batchSize : (set.size() - 1) / batchSize + 1;
  }

  /** The number of images in batch {@code batch}: the batch size, or fewer in the last one. */
  public int count(int batch) {
    return Math.min(batchSize, set.size() - batch * batchSize);
  }

  /**
   * Writes one batch. In an incomplete last batch the places that are left get zero pixels and
   * {@link #NO_LABEL}.
   *
   * @param epoch from 0
   * @param batch from 0 to {@link #batches()} - 1
   * @param images receives N x C x H x W floats
   * @param labels receives N class indices
   * @return the number of images in the batch
   * @throws DataException if there is no such batch or an array is too short
   */
  public int fill(int epoch, int batch, float[] images, int[] labels) {
    check(epoch, batch, images, labels);
    seek(epoch);
    int count = count(batch);
    int imageSize = set.imageSize();
    for (int place = 0; place < count; place++) {
      int sample = order[batch * batchSize + place];
      labels[place] = set.label(sample);
      write(sample, images, place * imageSize);
    }
    Arrays.fill(images, count * imageSize, batchSize * imageSize, 0f);
    Arrays.fill(labels, count, batchSize, NO_LABEL);
    return count;
  }

  private void check(int epoch, int batch, float[] images, int[] labels) {
    if (epoch < 0 || batch < 0 || batch >= batches()) {
      throw DataException.of(
          "BatchSource of " + set.name(),
          "an epoch from 0 and a batch from 0 to " + (batches() - 1),
          "epoch " + epoch + ", batch " + batch,
          "go to the next epoch after the last batch");
    }
    if (images.length < batchFloats() || labels.length < batchSize) {
      throw DataException.of(
          "BatchSource of " + set.name(),
          "room for " + batchFloats() + " floats and " + batchSize + " labels",
          images.length + " and " + labels.length,
          "allocate batchFloats() and batchSize()");
    }
  }

  private void seek(int epoch) {
    if (epoch == orderedEpoch) {
      return;
    }
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (shuffle) {
      RandomStream.of(seed, "order", epoch).shuffle(order);
    }
    augmenting = RandomStream.of(seed, "augment", epoch);
    if (colours != null) {
      colours.seek(epoch);
    }
    orderedEpoch = epoch;
  }

  private void write(int sample, float[] images, int start) {
    augmenting.jumpTo((long) sample * WORDS_PER_SAMPLE);
    int padding = augmentation.padding();
    int down = padding == 0 ? 0 : augmenting.nextInt(2 * padding + 1) - padding;
    int right = padding == 0 ? 0 : augmenting.nextInt(2 * padding + 1) - padding;
    boolean mirrored = augmentation.flip() && augmenting.nextInt(2) == 1;
    if (down == 0 && right == 0 && !mirrored) {
      writePlain(sample, images, start);
    } else {
      writeCrop(sample, down, right, mirrored, images, start);
    }
    if (colours != null) {
      colours.add(sample, normalization, images, start, set.height() * set.width());
    }
  }

  private void writePlain(int sample, float[] images, int start) {
    int plane = set.height() * set.width();
    for (int c = 0; c < set.channels(); c++) {
      int pixel = c * plane;
      normalization.run(
          set.rawPixels(), set.offset(sample) + pixel, c, pixel, images, start + pixel, plane);
    }
  }

  /** Output (y, x) is input (y + down, x + right), zero outside; then mirrored in x. */
  private void writeCrop(
      int sample, int down, int right, boolean mirrored, float[] images, int start) {
    int height = set.height();
    int width = set.width();
    int visible = Math.max(0, width - Math.abs(right));
    int fromX = Math.max(0, right);
    int before = mirrored ? fromX : Math.max(0, -right);
    before = Math.min(before, width - visible);
    byte[] pixels = set.rawPixels();
    int image = set.offset(sample);
    for (int c = 0; c < set.channels(); c++) {
      for (int y = 0; y < height; y++) {
        int row = start + (c * height + y) * width;
        int sourceY = y + down;
        if (sourceY < 0 || sourceY >= height || visible == 0) {
          Arrays.fill(images, row, row + width, 0f);
          continue;
        }
        int pixel = (c * height + sourceY) * width + fromX;
        int from = row + before;
        Arrays.fill(images, row, from, 0f);
        if (mirrored) {
          normalization.runMirrored(pixels, image + pixel, c, pixel, images, from, visible);
        } else {
          normalization.run(pixels, image + pixel, c, pixel, images, from, visible);
        }
        Arrays.fill(images, from + visible, row + width, 0f);
      }
    }
  }
}
