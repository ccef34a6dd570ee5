package recap.data;

import java.util.ArrayList;

/**
 * Random changes that leave an image's class alone: pad on every side, take a random crop of the
 * original size, mirror every second image, move its colours.
 *
 * <p>The padding is zero <em>after</em> normalisation, so it is the mean colour when a mean is
 * subtracted; colours move after the crop, those of the padding too.
 *
 * <p>Sources: He et al. 2015, section 4.2 ("4 pixels are padded on each side, and a 32x32 crop is
 * randomly sampled from the padded image or its horizontal flip"); Krizhevsky et al. 2012, section
 * 4.1, for the colours.
 *
 * @param padding pixels added on each side before the crop, 0 for no crop
 * @param flip whether half of the images are mirrored left to right
 * @param colour deviation of what moves the colours along the principal components of all colours
 *     of the set; 0.1 in AlexNet's paper, 0 for colours as they are
 */
public record Augmentation(int padding, boolean flip, double colour) {
  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  private static final int MOST_PADDING = 10_000;

  /** The usual one for CIFAR-10: pad 4, crop, flip. */
  public static final Augmentation CROP_AND_FLIP = new Augmentation(4, true);

  /**
   * @throws DataException if {@code padding} is negative or beyond any picture, or {@code colour}
   *     is negative or no number
   */
  public Augmentation {
    if (padding < 0 || padding > MOST_PADDING) {
      throw DataException.of(
          "Augmentation",
          "a padding of 0 to " + MOST_PADDING + " pixels",
          "" + padding,
          "use 4 for CIFAR-10");
    }
    if (!(colour >= 0 && colour < Double.POSITIVE_INFINITY)) {
      throw DataException.of(
          "Augmentation", "a finite colour noise from 0", "" + colour, "use 0.1 as AlexNet does");
    }
  }

  /** Colours as they are. */
  public Augmentation(int padding, boolean flip) {
    this(padding, flip, 0);
  }

  /** The same with colours moved; AlexNet's paper has 0.1. */
  public Augmentation withColour(double deviation) {
    return new Augmentation(padding, flip, deviation);
  }

  /** How records name it, such as {@code pad 4, random crop, horizontal flip}. */
  public String describe() {
    var changes = new ArrayList<String>();
    if (padding > 0) {
      changes.add("pad " + padding + ", random crop");
    }
    if (flip) {
      changes.add("horizontal flip");
    }
    if (colour > 0) {
      changes.add("colour noise " + colour);
    }
    return changes.isEmpty() ? "none" : String.join(", ", changes);
  }
}
