package recap.onednn;

/**
 * A tensor of the step: a layout over a buffer.
 *
 * @param buffer where its bytes are
 * @param desc how they are laid out
 */
record Value(Buffer buffer, Desc desc) {
  /** The same bytes under another description. */
  Value as(Desc other) {
    return new Value(buffer, other);
  }
}
