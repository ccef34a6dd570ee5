package recap.nn;

import java.util.stream.IntStream;

/**
 * Many normal samples at once, as float32: the bits that {@link RandomStream#nextGaussian()} gives,
 * several times faster.
 *
 * <p>A sample there costs a {@link StrictMath} logarithm and cosine, which decide bits of a double
 * that rounding to float32 mostly drops. Here the processor's own {@link Math} functions come
 * first. Both kinds are within one unit in the last place of the true value, so the two products
 * are at most 6 * 2^-52 apart, relatively. Only where rounding could tell them apart, once in some
 * ten million samples, is the strict value computed. Words are read by position, so parts of an
 * array are filled at the same time.
 */
final class Gaussians {
  private static final double TWO_PI = 2 * Math.PI;

  /** More than the two ways of computing a sample can differ by, relatively. */
  private static final double SLACK = 0x1p-49;

  /** Samples that one task draws. */
  private static final int PART = 1 << 15;

  private Gaussians() {}

  /** Fills {@code values} with {@code deviation} times the next samples of {@code stream}. */
  static void fill(float[] values, double deviation, RandomStream stream) {
    long start = stream.counter();
    IntStream.range(0, (values.length + PART - 1) / PART)
        .parallel()
        .forEach(
            part -> {
              int first = part * PART;
              RandomStream words = stream.at(start + 2L * first);
              int end = Math.min(values.length, first + PART);
              for (int i = first; i < end; i++) {
                values[i] = sample(deviation, words.nextDouble(), words.nextDouble());
              }
            });
    stream.jumpTo(start + 2L * values.length);
  }

  private static float sample(double deviation, double u, double v) {
    double fast = deviation * (Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(TWO_PI * v));
    float low = (float) (fast * (1 - SLACK));
    float high = (float) (fast * (1 + SLACK));
    return low == high ? low : (float) (deviation * RandomStream.gaussian(u, v));
  }
}
