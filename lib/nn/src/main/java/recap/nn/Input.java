package recap.nn;

import java.util.List;

/**
 * The network's input.
 *
 * @param shape one sample
 */
public record Input(Shape shape) implements Op {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return shape;
  }
}
