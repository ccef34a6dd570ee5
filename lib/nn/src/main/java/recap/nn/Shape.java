package recap.nn;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of one sample, without the batch: an image C x H x W or F features.
 *
 * @param sizes three sizes (C, H, W) or one (F), each at least 1
 */
public record Shape(List<Integer> sizes) {
  /**
   * @throws ShapeException unless there are one or three sizes, each at least 1
   */
  public Shape {
    sizes = List.copyOf(sizes);
    if (sizes.size() != 1 && sizes.size() != 3) {
      throw new ShapeException(
          "Shape", "C,H,W or F", sizes.toString(), "use Shape.image(c, h, w) or Shape.features(f)");
    }
    for (int size : sizes) {
      if (size < 1) {
        throw new ShapeException("Shape", "sizes of at least 1", sizes.toString(), "enlarge it");
      }
    }
  }

  /** An image of {@code channels} maps, {@code height} x {@code width} pixels each. */
  public static Shape image(int channels, int height, int width) {
    return new Shape(List.of(channels, height, width));
  }

  /** A vector of {@code features} values. */
  public static Shape features(int features) {
    return new Shape(List.of(features));
  }

  /** Whether this is an image C x H x W rather than a vector of features. */
  public boolean isImage() {
    return sizes.size() == 3;
  }

  /** C of an image, F of a vector: the size of the axis behind the batch. */
  public int channels() {
    return sizes.get(0);
  }

  /** H of an image, 1 for a vector. */
  public int height() {
    return isImage() ? sizes.get(1) : 1;
  }

  /** W of an image, 1 for a vector. */
  public int width() {
    return isImage() ? sizes.get(2) : 1;
  }

  /** C * H * W or F: the number of values of one sample. */
  public long elements() {
    return (long) channels() * height() * width();
  }

  /** {@code 64x56x56} or {@code 4096}. */
  @Override
  public String toString() {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
