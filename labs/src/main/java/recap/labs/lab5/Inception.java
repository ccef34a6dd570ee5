package recap.labs.lab5;

import recap.labs.check.Inputs;

/**
 * The filters of an inception block, as a row of table 1 of Szegedy et al. 2014 has them.
 *
 * @param n1 1x1 convolutions
 * @param r3 1x1 convolutions before the 3x3 ones
 * @param n3 3x3 convolutions
 * @param r5 1x1 convolutions before the 5x5 ones
 * @param n5 5x5 convolutions
 * @param pool 1x1 convolutions behind the max pool
 */
public record Inception(int n1, int r3, int n3, int r5, int n5, int pool) {

  /** The block that a case describes. */
  public static Inception of(Inputs in) {
    int[] filters = in.ints("filters");
    return new Inception(filters[0], filters[1], filters[2], filters[3], filters[4], filters[5]);
  }
}
