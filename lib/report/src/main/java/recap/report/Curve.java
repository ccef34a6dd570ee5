package recap.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Points (x, y) in the order in which they are joined. The arrays are not copied.
 *
 * @param x as many values as y
 * @param y NaN leaves a gap
 */
public record Curve(double[] x, double[] y) {
  /**
   * @throws IllegalArgumentException unless there are as many x as y
   */
  public Curve {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "Curve: expected as many x as y, received "
              + x.length
              + " x and "
              + y.length
              + " y; cut the longer");
    }
  }

  /** The points (x[i], y[i]) of two lists. */
  public static Curve of(List<? extends Number> x, List<? extends Number> y) {
    return new Curve(
        x.stream().mapToDouble(Number::doubleValue).toArray(),
        y.stream().mapToDouble(Number::doubleValue).toArray());
  }

  /**
   * Each y replaced by the mean of up to {@code window} values that end with it; NaN skipped.
   *
   * @throws IllegalArgumentException for a window below 1
   */
  public Curve smoothed(int window) {
    if (window < 1) {
      throw new IllegalArgumentException(
          "Curve.smoothed: expected a window of at least 1, received " + window + "; raise it");
    }
    double[] smooth = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      smooth[i] =
          Arrays.stream(y, Math.max(0, i - window + 1), i + 1)
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
    }
    return new Curve(x, smooth);
  }

  /**
   * At most about {@code count} of the points, evenly taken, the last among them.
   *
   * @throws IllegalArgumentException for a count below 1
   */
  public Curve thinned(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Curve.thinned: expected a count of at least 1, received " + count + "; raise it");
    }
    int step = Math.max(1, (x.length + count - 1) / count);
    var kept = new ArrayList<Integer>();
    for (int i = x.length - 1; i >= 0; i -= step) {
      kept.add(0, i);
    }
    return new Curve(
        kept.stream().mapToDouble(i -> x[i]).toArray(),
        kept.stream().mapToDouble(i -> y[i]).toArray());
  }

  /** With {@code least} in place of every y below it: a logarithmic axis has no place for zero. */
  Curve atLeast(double least) {
    return new Curve(x, Arrays.stream(y).map(value -> Math.max(value, least)).toArray());
  }

  /** Whether all curves have the same x, so that a mean over them has a meaning. */
  static boolean aligned(List<Curve> curves) {
    return curves.stream().allMatch(curve -> Arrays.equals(curve.x, curves.get(0).x));
  }

  /** The mean of aligned curves. */
  static Curve mean(List<Curve> curves) {
    double[] mean = new double[curves.get(0).x.length];
    for (int i = 0; i < mean.length; i++) {
      int at = i;
      mean[i] = curves.stream().mapToDouble(curve -> curve.y[at]).average().orElse(Double.NaN);
    }
    return new Curve(curves.get(0).x, mean);
  }

  /** The mean of aligned curves moved by {@code factor} sample standard deviations. */
  static Curve offset(List<Curve> curves, double factor) {
    double[] mean = mean(curves).y;
    double[] moved = new double[mean.length];
    for (int i = 0; i < moved.length; i++) {
      int at = i;
      double squares =
          curves.stream().mapToDouble(c -> (c.y[at] - mean[at]) * (c.y[at] - mean[at])).sum();
      moved[i] = mean[i] + factor * Math.sqrt(squares / Math.max(1, curves.size() - 1));
    }
    return new Curve(curves.get(0).x, moved);
  }
}
