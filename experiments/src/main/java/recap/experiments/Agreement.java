package recap.experiments;

/** Whether a computed number is the one that is claimed. */
public final class Agreement {
  /** Above the tolerance, for ratios that binary fractions only come near to. */
  private static final double HAIR = 1e-9;

  private Agreement() {}

  /**
   * Whether {@code ours} is {@code claimed}; no number never is.
   *
   * @param tolerance relative deviation that still agrees, 0 for an exact count
   */
  public static boolean of(double ours, double claimed, double tolerance) {
    return Math.abs(ours - claimed) <= tolerance * Math.abs(claimed) + HAIR;
  }
}
