package recap.nn;

import java.util.List;

/**
 * Values with a shape, row-major, float32. The array is not copied: whoever makes a tensor hands
 * the array over.
 *
 * @param shape sizes of all axes
 * @param values as many as the product of the sizes
 */
public record Tensor(List<Integer> shape, float[] values) {
  /**
   * @throws ShapeException unless there are as many values as the sizes say
   */
  public Tensor {
    shape = List.copyOf(shape);
    long elements = shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    if (elements != values.length) {
      throw new ShapeException(
          "Tensor", elements + " values for " + shape, values.length + " values", "fix either");
    }
  }

  /** Whether every value is a number, and none infinite. */
  public boolean finite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** {@code Tensor [64, 3, 7, 7]}: without the values, which may be millions. */
  @Override
  public String toString() {
    return "Tensor " + shape;
  }
}
