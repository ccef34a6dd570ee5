package recap.report;

import java.util.stream.DoubleStream;

/** What an axis shows. */
record Range(double least, double most, boolean logarithmic) {
  /** More than a pixel of an axis, where XChart rounds its ticks to whole ones. */
  private static final double EDGE = 4e-3;

  /** From the least to the greatest finite value; a linear axis that comes near zero holds it. */
  static Range of(DoubleStream values, boolean logarithmic, String title) {
    var summary =
        values
            .filter(value -> Double.isFinite(value) && (!logarithmic || value > 0))
            .summaryStatistics();
    if (summary.getCount() == 0) {
      throw new IllegalArgumentException(
          "chart '"
              + title
              + "': expected at least one "
              + (logarithmic ? "positive" : "finite")
              + " value, received none; leave the chart out");
    }
    double least = summary.getMin();
    double most = summary.getMax();
    if (!logarithmic && least > 0 && least < 0.5 * most) {
      least = 0;
    }
    if (least == most) {
      double room = least == 0 ? 1 : Math.abs(least) / 10;
      return logarithmic
          ? new Range(least / 2, most * 2, true)
          : new Range(least - room, most + room, false);
    }
    return new Range(least, most, logarithmic);
  }

  /** Where the axis begins: a hair before the least value, since XChart labels no edge. */
  double first() {
    return logarithmic ? least / Math.pow(most / least, EDGE) : least - 1e-3 * (most - least);
  }

  /** Where the axis ends. */
  double last() {
    return logarithmic ? most * Math.pow(most / least, EDGE) : most + 1e-3 * (most - least);
  }

  /**
   * A logarithmic axis with at least two powers of ten, since XChart labels nothing else: stretched
   * to the nearest ones.
   */
  Range labelled() {
    if (!logarithmic) {
      return this;
    }
    double below = Math.pow(10, Math.floor(Math.log10(least)));
    double above = Math.pow(10, Math.ceil(Math.log10(most)));
    long inside = Math.round(Math.log10(above / below)) - 1;
    if (inside >= 2) {
      return this;
    }
    if (inside == 1) {
      return least / below < above / most
          ? new Range(below, most, true)
          : new Range(least, above, true);
    }
    return new Range(below, above, true);
  }

  /** With a little room at both ends, but none below zero. */
  Range padded() {
    if (logarithmic) {
      double room = Math.pow(most / least, 0.06);
      return new Range(least / room, most * room, true);
    }
    double room = 0.06 * (most - least);
    return new Range(least == 0 ? 0 : least - room, most + room, false);
  }
}
