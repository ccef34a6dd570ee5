package recap.nn;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A layer: immutable settings that answer, for given input shapes, every question one can ask
 * without computing. Values are computed elsewhere, by the kernel registered for the class.
 */
public interface Op {
  /** A tensor that a training step keeps from the forward to the backward pass. */
  enum Saved {
    INPUT,
    OUTPUT,
    /** The tap of each maximum: one byte an element, four where a window has more than 255. */
    INDEX,
    /** A random factor for each value: one float32 an element. */
    MASK,
    /** A random factor for each sample: one float32. */
    FACTOR
  }

  /**
   * The layer's name in tables and messages: {@code Conv2d}; of an enum with several constants, the
   * constant's.
   */
  default String kind() {
    if (this instanceof Enum<?> constant) {
      Class<?> type = constant.getDeclaringClass();
      return type.getEnumConstants().length == 1 ? type.getSimpleName() : constant.name();
    }
    String name = getClass().getSimpleName();
    return name.isEmpty() ? "layer" : name;
  }

  /**
   * The output shape.
   *
   * @param who the node's name, for messages
   * @throws ShapeException when the inputs do not fit, with the remedy
   */
  Shape infer(String who, List<Shape> inputs);

  /** The tensors it owns, in torchvision's order. */
  default List<Param> parameters(List<Shape> inputs) {
    return List.of();
  }

  /** Multiply-accumulates of one sample's forward pass; biases and comparisons are not counted. */
  default long macs(List<Shape> inputs) {
    return 0;
  }

  /**
   * Operations of one sample's forward pass as lecture notes count them: a MAC is one operation,
   * and a pool costs one operation for each tap of its window.
   */
  default long operations(List<Shape> inputs) {
    return macs(inputs);
  }

  /** What one output sees of the input, for layers that move a window over it. */
  default Optional<Window> window(List<Shape> inputs) {
    return Optional.empty();
  }

  /** What a training step must keep for this layer's backward pass. */
  default Set<Saved> saves() {
    return Set.of();
  }

  /** The single input of a layer that takes one. */
  static Shape single(String who, List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(
          who, "one input", inputs.size() + " inputs", "join them with Add or Concat first");
    }
    return inputs.get(0);
  }

  /** The single input of a layer that takes an image. */
  static Shape image(String who, List<Shape> inputs) {
    Shape input = single(who, inputs);
    if (!input.isImage()) {
      throw new ShapeException(
          who, "an image CxHxW", input + " features", "place it before Flatten or GlobalAvgPool");
    }
    return input;
  }

  /** The single input of a layer that takes features. */
  static Shape features(String who, List<Shape> inputs) {
    Shape input = single(who, inputs);
    if (input.isImage()) {
      throw new ShapeException(
          who, "features", "an image " + input, "put Flatten or GlobalAvgPool in between");
    }
    return input;
  }

  /** A positive setting. */
  static void positive(String who, String what, int value) {
    if (value < 1) {
      throw new ShapeException(
          who, what + " of at least 1", String.valueOf(value), "raise " + what);
    }
  }
}
