package recap.nn;

import java.util.List;

/** Sum of two or more tensors of the same shape. He et al. 2015, equation 1. */
public record Add() implements Op {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException(
          who, "two or more inputs", inputs.size() + " input", "pass both branches");
    }
    for (Shape shape : inputs) {
      if (!shape.equals(inputs.get(0))) {
        throw new ShapeException(
            who,
            "inputs of one shape",
            inputs.toString(),
            "match them with a 1x1 convolution or PaddedShortcut on the shorter branch");
      }
    }
    return inputs.get(0);
  }
}
