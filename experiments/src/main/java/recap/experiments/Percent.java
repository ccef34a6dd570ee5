package recap.experiments;

/** Shares of images as tables have them. */
final class Percent {
  private Percent() {}

  /** 12.34 of 0.1234. */
  static double of(double share) {
    return rounded(100 * share);
  }

  /** To a hundredth of an image in ten thousand, without what binary fractions add. */
  static double rounded(double percent) {
    return Double.isNaN(percent) ? percent : Math.round(1e4 * percent) / 1e4;
  }
}
