package recap.data;

import java.util.Arrays;
import java.util.List;

/**
 * How unsigned bytes become the floats a network sees. Statistics come from the training set only;
 * use the same object for the test set.
 */
public abstract sealed class Normalization permits PerChannelNormalization, PerPixelNormalization {
  private final String source;

  /**
   * @param source the name of the set that the statistics are those of; empty where {@link
   *     #describe} shows them
   */
  Normalization(String source) {
    this.source = source;
  }

  /**
   * {@code x / 255}, in [0, 1].
   *
   * @param channels C of the images
   */
  public static Normalization unitRange(int channels) {
    Float[] zero = new Float[channels];
    Float[] one = new Float[channels];
    Arrays.fill(zero, 0f);
    Arrays.fill(one, 1f);
    return perChannel(List.of(zero), List.of(one));
  }

  /**
   * {@code (x / 255 - mean[c]) / std[c]}.
   *
   * @param mean one value a channel, on the scale 0..1
   * @param std one positive value a channel, on the scale 0..1
   * @throws DataException if the lists differ in length, are empty or hold an unusable value
   */
  public static Normalization perChannel(List<Float> mean, List<Float> std) {
    return new PerChannelNormalization(mean, std);
  }

  /** {@link #perChannel(List, List)} with the mean and standard deviation of {@code train}. */
  public static Normalization perChannel(ImageSet train) {
    return PerChannelNormalization.of(train);
  }

  /**
   * {@code x - mean[c, y, x]} on the scale 0..255, with the per-pixel mean of {@code train}: how
   * AlexNet's inputs were made (Krizhevsky et al. 2012, section 2).
   */
  public static Normalization pixelMean255(ImageSet train) {
    return PerPixelNormalization.of(train, 1, "per-pixel mean subtracted, scale 0..255");
  }

  /**
   * {@code (x - mean[c, y, x]) / 255}, with the per-pixel mean of {@code train} (He et al. 2015,
   * section 4.2).
   */
  public static Normalization pixelMean(ImageSet train) {
    return PerPixelNormalization.of(train, 1 / 255.0, "per-pixel mean subtracted, scale 0..1");
  }

  /**
   * {@code (x - mean[c, y, x]) / s}, with the per-pixel mean of {@code train} and the one number
   * {@code s} that gives the whole training set unit variance. Differs from {@link #pixelMean255}
   * by nothing but the scale.
   */
  public static Normalization unitVariance(ImageSet train) {
    return PerPixelNormalization.ofUnitVariance(train);
  }

  /**
   * The name of the set that the statistics per pixel are those of, which {@link #describe} cannot
   * show; empty where they are per channel, given or taken from a set, since it shows those.
   */
  public String source() {
    return source;
  }

  /** How records name it, such as {@code per-pixel mean subtracted, scale 0..255}. */
  public abstract String describe();

  /**
   * One image without augmentation.
   *
   * @return C x H x W floats
   * @throws DataException if there is no such image, or the normalisation was made for another
   *     shape
   */
  public float[] apply(ImageSet set, int image) {
    requireSuits(set);
    set.require("an image", image, set.size());
    float[] values = new float[set.imageSize()];
    int plane = set.height() * set.width();
    for (int c = 0; c < set.channels(); c++) {
      run(set.rawPixels(), set.offset(image) + c * plane, c, c * plane, values, c * plane, plane);
    }
    return values;
  }

  /** By how much a pixel changes where its byte changes by one. */
  abstract double perLevel(int channel);

  /**
   * Refuses a set of a shape this normalisation has no statistics for.
   *
   * @throws DataException naming both shapes
   */
  public abstract void requireSuits(ImageSet set);

  /**
   * Converts {@code n} neighbouring pixels of one channel.
   *
   * @param pixel index of the first pixel within its image, C, H, W order
   */
  abstract void run(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n);

  /** As {@link #run}, but writes the pixels in reverse order. */
  abstract void runMirrored(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n);
}
