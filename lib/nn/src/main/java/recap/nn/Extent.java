package recap.nn;

/**
 * A height and a width in pixels.
 *
 * @param height along H
 * @param width along W
 */
public record Extent(int height, int width) {
  /** A square of {@code size} x {@code size}. */
  public static Extent square(int size) {
    return new Extent(size, size);
  }

  /** height * width. */
  public int area() {
    return height * width;
  }

  /** {@code 3x3}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
