package recap.labs.lab2;

import recap.labs.check.Inputs;

/**
 * The settings of a convolution of one image: input C x H x W, weight O x C x K x K, bias O, all
 * row-major. The size of its output is the student's to compute.
 *
 * @param channels C
 * @param height H
 * @param width W
 * @param filters O
 * @param kernel K
 * @param stride S
 * @param padding P, rows and columns of zeros on each side
 */
public record Convolution(
    int channels, int height, int width, int filters, int kernel, int stride, int padding) {

  /** The convolution that a case describes. */
  public static Convolution of(Inputs in) {
    return new Convolution(
        in.integer("C"),
        in.integer("H"),
        in.integer("W"),
        in.integer("O"),
        in.integer("K"),
        in.integer("S"),
        in.integer("P"));
  }
}
