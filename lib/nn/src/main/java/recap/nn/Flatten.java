package recap.nn;

import java.util.List;

/** An image as one vector, channel by channel, row by row: C x H x W to C H W features. */
public record Flatten() implements Op {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Shape.features(Math.toIntExact(Op.image(who, inputs).elements()));
  }
}
