package recap.labs.lab2;

import recap.labs.check.Inputs;

/**
 * The settings of a max pool of one image C x H x W, row-major, without padding.
 *
 * @param channels C
 * @param height H
 * @param width W
 * @param kernel K
 * @param stride S
 */
public record Pooling(int channels, int height, int width, int kernel, int stride) {

  /** The pool that a case describes. */
  public static Pooling of(Inputs in) {
    return new Pooling(
        in.integer("C"), in.integer("H"), in.integer("W"), in.integer("K"), in.integer("S"));
  }
}
