package recap.onednn;

/** One entry of the fixed list that a pass executes. */
interface Step {
  /** What it is and for which node, for profiles. */
  String name();

  /** Called once, when all buffers have their addresses. */
  void bind();

  /** Executes; allocates no native memory. */
  void run();

  /** Whether it only copies a tensor from one layout into another. */
  default boolean reorder() {
    return false;
  }

  /** Whether it is a primitive of which oneDNN has only its reference, a plain loop. */
  default boolean reference() {
    return false;
  }
}
