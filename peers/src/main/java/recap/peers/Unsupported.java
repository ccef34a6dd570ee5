package recap.peers;

import recap.nn.LocalResponseNorm;
import recap.nn.Node;
import recap.nn.ShapeException;
import recap.nn.Window;

/** Refuses what the other libraries have no operation for. */
final class Unsupported {
  private Unsupported() {}

  /** The exception for a layer that {@code library} lacks. */
  static ShapeException layer(Node node, String library) {
    return exception(node, "a layer that " + library + " computes", node.op().kind());
  }

  /**
   * Refuses pools with holes.
   *
   * @throws ShapeException naming the dilation
   */
  static void requireAdjacent(Node pool, Window window) {
    if (window.dilation().area() != 1) {
      throw exception(pool, "a pool with adjacent taps", "dilation " + window.dilation());
    }
  }

  /**
   * Refuses windows of channels that have no middle.
   *
   * @throws ShapeException naming the number of channels
   */
  static void requireOdd(Node node, LocalResponseNorm norm) {
    if (norm.size() % 2 == 0) {
      throw exception(node, "an odd number of neighbours", String.valueOf(norm.size()));
    }
  }

  private static ShapeException exception(Node node, String expected, String received) {
    return new ShapeException(
        node.toString(), expected, received, "measure this network without --peers");
  }
}
