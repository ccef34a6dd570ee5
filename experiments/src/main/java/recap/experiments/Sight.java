package recap.experiments;

import java.util.List;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Window;

/**
 * Which pixels of an image a place of a layer's map sees, for square windows in a chain.
 *
 * @param size pixels in each direction
 * @param step pixels between neighbouring places
 * @param start the first pixel that the first place sees; below 0 in the padding
 */
record Sight(int size, int step, int start) {
  /**
   * What the places of {@code node}'s output see of its network's input.
   *
   * @throws IllegalArgumentException for a node behind a join, or a window that is not square
   */
  static Sight of(Node node) {
    if (node.inputs().isEmpty()) {
      return new Sight(1, 1, 0);
    }
    if (node.inputs().size() > 1) {
      throw new IllegalArgumentException(
          "Sight: expected a chain of layers, received " + node + " with several inputs.");
    }
    Sight before = of(node.input());
    List<Shape> shapes = List.of(node.input().shape());
    return node.op().window(shapes).map(before::through).orElse(before);
  }

  private Sight through(Window window) {
    if (window.kernel().height() != window.kernel().width()) {
      throw new IllegalArgumentException(
          "Sight: expected square windows, received " + window + ".");
    }
    return new Sight(
        size + (window.reach().height() - 1) * step,
        step * window.stride().height(),
        start - window.padding().height() * step);
  }

  /** The first pixel that a place sees. */
  int first(int place) {
    return start + place * step;
  }
}
