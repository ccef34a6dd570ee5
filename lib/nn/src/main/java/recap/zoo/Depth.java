package recap.zoo;

import recap.nn.ShapeException;

/** The depth in a model's name, which its paper's formula must be able to make. */
final class Depth {
  private Depth() {}

  /**
   * n of a depth that is {@code step} n + {@code extra}.
   *
   * @throws ShapeException when there is no such n, with the depths nearest to it
   */
  static int blocksPerStage(String name, int depth, int step, int extra) {
    int n = (depth - extra) / step;
    if (n < 1 || depth != step * n + extra) {
      int below = Math.max(n, 1) * step + extra;
      throw new ShapeException(
          name,
          "a depth of " + step + "n + " + extra,
          String.valueOf(depth),
          "the nearest such depths are " + below + " and " + (below + step));
    }
    return n;
  }
}
