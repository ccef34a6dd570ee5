package recap.nn;

import java.util.List;

/** An image as one vector, channel by channel, row by row: C x H x W to C H W features. */
public record Flatten() implements Op {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    Shape image = Op.image(who, inputs);
    if (image.elements() > Integer.MAX_VALUE) {
      throw new ShapeException(
          who, "at most 2147483647 features", "an image " + image, "pool it before");
    }
    return Shape.features((int) image.elements());
  }
}
