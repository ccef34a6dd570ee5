package recap.data;

import java.util.Arrays;
import java.util.List;
import recap.io.Digests;

/**
 * An immutable set of labelled images.
 *
 * <p>Pixels are unsigned bytes in C, H, W order, image after image. A {@linkplain #subset subset}
 * shares its parent's memory.
 */
public final class ImageSet {
  private final String name;
  private final String sha256;
  private final int channels;
  private final int height;
  private final int width;
  private final List<String> classNames;
  private final byte[] pixels;
  private final byte[] labels;
  private final int first;
  private final int size;

  /** Takes the arrays over without a copy; the caller must not keep them. */
  ImageSet(
      String name,
      String sha256,
      int channels,
      int height,
      int width,
      List<String> classNames,
      byte[] pixels,
      byte[] labels) {
    this(name, sha256, channels, height, width, classNames, pixels, labels, 0, labels.length);
    check();
  }

  private ImageSet(
      String name,
      String sha256,
      int channels,
      int height,
      int width,
      List<String> classNames,
      byte[] pixels,
      byte[] labels,
      int first,
      int size) {
    this.name = name;
    this.sha256 = sha256;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classNames = List.copyOf(classNames);
    this.pixels = pixels;
    this.labels = labels;
    this.first = first;
    this.size = size;
  }

  /**
   * A set of one's own making.
   *
   * @param name what results will call it
   * @param channels C
   * @param height H, pixels
   * @param width W, pixels
   * @param classNames the name of every class, at most 256
   * @param pixels unsigned bytes, N x C x H x W; copied
   * @param labels N class indices; copied
   * @throws DataException if the sizes disagree or a label has no class
   */
  public static ImageSet of(
      String name,
      int channels,
      int height,
      int width,
      List<String> classNames,
      byte[] pixels,
      byte[] labels) {
    return new ImageSet(
        name,
        Digests.sha256(labels, pixels),
        channels,
        height,
        width,
        classNames,
        pixels.clone(),
        labels.clone());
  }

  private void check() {
    if (channels < 1
        || height < 1
        || width < 1
        || classNames.isEmpty()
        || classNames.size() > 256) {
      throw DataException.of(
          name,
          "at least one channel, row, column and class, and at most 256 classes",
          shape() + " pixels and " + classNames.size() + " classes",
          "describe the images as they are");
    }
    if (size < 1) {
      throw DataException.of(name, "at least one image", "none", "pass its pixels and label");
    }
    // In double no product overflows, and below 2^53 it is exact.
    if (pixels.length != (double) size * channels * height * width) {
      throw DataException.of(
          name,
          size + " images of " + shape(),
          pixels.length + " bytes",
          "pass as many images as labels");
    }
    for (int i = 0; i < size; i++) {
      if (index(i) >= classNames.size()) {
        throw DataException.of(
            name,
            "labels from 0 to " + (classNames.size() - 1),
            "label " + index(i) + " at image " + i,
            "check the file or its class names");
      }
    }
  }

  /** What results call the set, such as {@code CIFAR-10 train}. */
  public String name() {
    return name;
  }

  /** SHA-256 of what the set was read from: its files in order, or its labels and pixels. */
  public String sha256() {
    return sha256;
  }

  /** C. */
  public int channels() {
    return channels;
  }

  /** H, pixels. */
  public int height() {
    return height;
  }

  /** W, pixels. */
  public int width() {
    return width;
  }

  /** The name of each class, in label order. */
  public List<String> classNames() {
    return classNames;
  }

  /** The number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** The number of images. */
  public int size() {
    return size;
  }

  /** C x H x W, the bytes of one image. */
  public int imageSize() {
    return channels * height * width;
  }

  /**
   * The class index of image {@code i}.
   *
   * @throws DataException if there is no such image
   */
  public int label(int i) {
    require("an image", i, size);
    return index(i);
  }

  private int index(int i) {
    return labels[first + i] & 0xFF;
  }

  void require(String what, int i, int count) {
    if (i < 0 || i >= count) {
      throw DataException.of(
          name, what + " from 0 to " + (count - 1), String.valueOf(i), "stay within the set");
    }
  }

  /**
   * A copy of image {@code i}: unsigned bytes in C, H, W order.
   *
   * @throws DataException if there is no such image
   */
  public byte[] image(int i) {
    require("an image", i, size);
    int start = offset(i);
    return Arrays.copyOfRange(pixels, start, start + imageSize());
  }

  /**
   * The value (0..255) of one pixel of image {@code i}.
   *
   * @throws DataException if there is no such image, channel, row or column
   */
  public int pixel(int i, int channel, int y, int x) {
    require("an image", i, size);
    require("a channel", channel, channels);
    require("a row", y, height);
    require("a column", x, width);
    return pixels[offset(i) + (channel * height + y) * width + x] & 0xFF;
  }

  /**
   * What images {@code from} to {@code to} of {@code size} images called {@code name} are called.
   */
  public static String partName(String name, int from, int to, int size) {
    return from == 0 && to == size ? name : name + " [" + from + ", " + to + ")";
  }

  /**
   * Images {@code from} (inclusive) to {@code to} (exclusive), named with the range.
   *
   * @throws DataException if the range does not lie within the set
   */
  public ImageSet subset(int from, int to) {
    if (from < 0 || to > size || from >= to) {
      throw DataException.of(
          name + ".subset",
          "0 <= from < to <= " + size,
          "from " + from + " to " + to,
          "choose a range within the set");
    }
    if (from == 0 && to == size) {
      return this;
    }
    return new ImageSet(
        partName(name, from, to, size),
        sha256,
        channels,
        height,
        width,
        classNames,
        pixels,
        labels,
        first + from,
        to - from);
  }

  /**
   * The first {@code trainSize} images and the rest, as the 45k/5k split of the ResNet paper (He et
   * al. 2015, section 4.2) makes a validation set.
   *
   * @throws DataException unless both parts have at least one image
   */
  public TrainTest split(int trainSize) {
    return new TrainTest(subset(0, trainSize), subset(trainSize, size));
  }

  @Override
  public String toString() {
    return name + ": " + size + " images of " + shape() + ", " + classes() + " classes";
  }

  private String shape() {
    return channels + "x" + height + "x" + width;
  }

  /** The shared pixels; image {@code i} starts at {@link #offset}. For this package, read only. */
  byte[] rawPixels() {
    return pixels;
  }

  int offset(int i) {
    return (first + i) * imageSize();
  }
}
