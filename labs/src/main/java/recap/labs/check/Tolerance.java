package recap.labs.check;

import java.util.Collection;
import java.util.Map;

/**
 * How far a number may be off: {@code |received - expected| <= absolute + relative |expected|}.
 *
 * @param relative part of the expected value
 * @param absolute in units of the value
 */
public record Tolerance(double relative, double absolute) {
  /** Not at all. */
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** For values computed in float32 in some order of summation. */
  public static final Tolerance USUAL = new Tolerance(1e-4, 1e-5);

  /** Exact for whole numbers, the usual one for fractions and for what may hold them. */
  static Tolerance usualFor(Object value) {
    boolean fractions =
        value instanceof Float
            || value instanceof Double
            || value instanceof float[]
            || value instanceof double[]
            || value instanceof Collection<?>
            || value instanceof Map<?, ?>;
    return fractions ? USUAL : EXACT;
  }

  /** Whether it is near enough; infinities and not a number are near nothing but themselves. */
  boolean accepts(double expected, double received) {
    // Of an infinite value the bound would be infinite too, and let every number pass.
    return Double.compare(expected, received) == 0
        || Double.isFinite(expected)
            && Math.abs(received - expected) <= absolute + relative * Math.abs(expected);
  }
}
