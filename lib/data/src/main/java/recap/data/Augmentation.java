package recap.data;

/**
 * Random changes that leave an image's class alone: pad on every side, take a random crop of the
 * original size, mirror every second image.
 *
 * <p>The padding is zero <em>after</em> normalisation, so it is the mean colour when a mean is
 * subtracted.
 *
 * <p>Source: He et al. 2016, section 4.2 ("4 pixels are padded on each side, and a 32x32 crop is
 * randomly sampled from the padded image or its horizontal flip").
 *
 * @param padding pixels added on each side before the crop, 0 for no crop
 * @param flip whether half of the images are mirrored left to right
 */
public record Augmentation(int padding, boolean flip) {
  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  private static final int MOST_PADDING = 10_000;

  /** The usual one for CIFAR-10: pad 4, crop, flip. */
  public static final Augmentation CROP_AND_FLIP = new Augmentation(4, true);

  /**
   * @throws DataException if {@code padding} is negative or beyond any picture
   */
  public Augmentation {
    if (padding < 0 || padding > MOST_PADDING) {
      throw DataException.of(
          "Augmentation",
          "a padding of 0 to " + MOST_PADDING + " pixels",
          "" + padding,
          "use 4 for CIFAR-10");
    }
  }

  /** How records name it, such as {@code pad 4, random crop, horizontal flip}. */
  public String describe() {
    if (padding == 0) {
      return flip ? "horizontal flip" : "none";
    }
    return "pad " + padding + ", random crop" + (flip ? ", horizontal flip" : "");
  }
}
