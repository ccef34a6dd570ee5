package recap.labs.lab6;

import recap.labs.check.Inputs;

/**
 * What the runs of one arm came to.
 *
 * @param mean of the measured quantity
 * @param deviation its sample standard deviation; NaN for a single run
 * @param n number of runs, N
 */
public record Summary(double mean, double deviation, int n) {

  /** The summary of the arm called {@code arm} in a case. */
  public static Summary of(Inputs in, String arm) {
    return new Summary(
        in.number(arm + " mean"), in.number(arm + " deviation"), in.integer(arm + " N"));
  }
}
