package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

/** What a network is compiled for. */
public enum Mode {
  /** Forward, backward and update; batch statistics in batch norm; dropout on. */
  TRAINING,
  /** Forward only, batch norm folded into convolutions, nothing saved. */
  INFERENCE,
  /**
   * As {@link #TRAINING}, but nothing is random (dropout and drop-path are the identity) and the
   * gradient by the input is kept: for gradient checks and comparisons with other frameworks. In
   * float32 it takes the primitives with the fewest roundings rather than the quickest.
   */
  ANALYSIS;

  /** Whether there is a backward pass. */
  public boolean differentiates() {
    return this != INFERENCE;
  }

  /** oneDNN's kind of forward pass: whether it keeps what a backward pass reads. */
  int propagation() {
    return differentiates() ? dnnl_forward_training : dnnl_forward_inference;
  }
}
