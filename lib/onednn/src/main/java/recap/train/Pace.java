package recap.train;

import java.time.Duration;

/** When a run reports its progress, and how fast it was since it last did. */
final class Pace {
  private static final long REPORT_NANOS = Duration.ofMillis(250).toNanos();

  private final int batch;
  private long reported = System.nanoTime();
  private int iteration;

  /**
   * The clock runs from here on.
   *
   * @param batch images a step
   * @param iteration steps done before
   */
  Pace(int batch, int iteration) {
    this.batch = batch;
    this.iteration = iteration;
  }

  /** Whether the last report is long enough ago. */
  boolean reportIsDue() {
    return System.nanoTime() - reported >= REPORT_NANOS;
  }

  /** Images a second since the last report, or since the start; {@code done} steps are done now. */
  double report(int done) {
    long now = System.nanoTime();
    double perSecond = (done - iteration) * (double) batch / ((now - reported) * 1e-9);
    reported = now;
    iteration = done;
    return perSecond;
  }
}
