package recap.data;

/**
 * A batch lent by a {@link Prefetcher}: its arrays are valid until the next {@link
 * Prefetcher#take()} and are written again after it.
 */
public final class Batch {
  final float[] images;
  final int[] labels;
  int epoch;
  int index;
  int count;

  Batch(int floats, int places) {
    images = new float[floats];
    labels = new int[places];
  }

  /** N x C x H x W floats. */
  public float[] images() {
    return images;
  }

  /** N class indices; {@link BatchSource#NO_LABEL} where there is no image. */
  public int[] labels() {
    return labels;
  }

  /** The epoch, from 0. */
  public int epoch() {
    return epoch;
  }

  /** The place in the epoch, from 0. */
  public int index() {
    return index;
  }

  /** The number of images; the places after them are empty. */
  public int count() {
    return count;
  }
}
