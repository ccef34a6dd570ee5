package recap.onednn;

/** The number format of activations, gradients of activations and weights in computation. */
public enum Precision {
  /** float32 throughout. */
  F32(4),
  /**
   * bfloat16 activations and weights; master weights, their gradients, statistics, the loss and
   * what a primitive adds up stay float32. A sum of several tensors (an addition of three branches
   * or more, a gradient that comes from several readers) is rounded after each of them.
   */
  BF16(2);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one activation. */
  public int bytes() {
    return bytes;
  }
}
