package recap.train;

/** Where batches are prepared. Both give the same bits. */
public enum Feeding {
  /** On the training thread, between steps. */
  INLINE,
  /** On a thread of their own, a few ahead. */
  PREFETCH
}
