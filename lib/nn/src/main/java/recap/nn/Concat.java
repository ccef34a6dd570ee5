package recap.nn;

import java.util.List;

/**
 * Images of the same height and width, or vectors, one behind the other along the channels: inputs
 * C1 x H x W, C2 x H x W and so on, output (C1 + C2 + ...) x H x W; or F1, F2 to F1 + F2. Szegedy
 * et al. 2014 (going deeper with convolutions), section 4 and figure 2.
 */
public record Concat() implements Op {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException(who, "at least one input", "none", "pass the branches");
    }
    Shape first = inputs.get(0);
    long channels = 0;
    for (Shape shape : inputs) {
      if (shape.isImage() != first.isImage()
          || shape.height() != first.height()
          || shape.width() != first.width()) {
        throw new ShapeException(
            who,
            "images of one height and width, or features alone",
            inputs.toString(),
            shape.isImage() == first.isImage()
                ? "match strides and paddings of the branches"
                : "flatten or pool the images first");
      }
      channels += shape.channels();
    }
    if (channels > Integer.MAX_VALUE) {
      throw new ShapeException(
          who, "at most 2147483647 channels", inputs.toString(), "join fewer or narrower inputs");
    }
    return first.isImage()
        ? Shape.image((int) channels, first.height(), first.width())
        : Shape.features((int) channels);
  }
}
