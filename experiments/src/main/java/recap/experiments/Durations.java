package recap.experiments;

/** Spans of time as people read them. */
public final class Durations {
  private Durations() {}

  /** {@code 42 s}, {@code 7 min 05 s} or {@code 3 h 20 min}. */
  public static String text(double seconds) {
    long s = Math.round(seconds);
    if (s < 60) {
      return s + " s";
    }
    return s < 3600
        ? "%d min %02d s".formatted(s / 60, s % 60)
        : "%d h %02d min".formatted(s / 3600, s % 3600 / 60);
  }
}
