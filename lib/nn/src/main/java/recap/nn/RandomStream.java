package recap.nn;

import java.nio.charset.StandardCharsets;

/**
 * A deterministic stream of random numbers that is named by what it is for.
 *
 * <p>The key of a stream is a pure function of {@code (seed, purpose, position...)}, and its {@code
 * i}-th word a pure function of key and {@code i}:
 *
 * <pre>
 *   key  = fold of mix over FNV-1a-64(purpose), seed, number of positions, positions
 *   z    = key + (i + 1) * 0x9E3779B97F4A7C15
 *   z    = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9
 *   z    = (z ^ z >>> 27) * 0x94D049BB133111EB
 *   word = z ^ z >>> 31
 * </pre>
 *
 * <p>So initialisation, order, augmentation and dropout never disturb one another, no thread's
 * timing shows in a number, and a run resumes by naming its position instead of by restoring a
 * generator. All arithmetic is exact or {@link StrictMath}: the values are the same on every
 * machine.
 *
 * <p>Every {@code next} method but {@link #nextGaussian()} and {@link #shuffle} takes exactly one
 * word, so {@link #jumpTo(long)} reaches any draw directly. A stream is mutable and not
 * thread-safe; it is cheap enough to make one wherever one is needed.
 *
 * <p>Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014),
 * figure 14 (SplitMix64); Fowler, Noll and Vo's FNV-1a hash.
 */
public final class RandomStream {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final double TWO_PI = 2 * Math.PI;

  private final long key;
  private long counter;

  private RandomStream(long key) {
    this.key = key;
  }

  /**
   * The stream for one purpose of a run.
   *
   * @param seed the run's seed
   * @param purpose what the numbers are for, such as {@code "order"}
   * @param position where in the run, from coarse to fine, such as epoch and step
   */
  public static RandomStream of(long seed, String purpose, long... position) {
    return new RandomStream(fold(mix(hash(purpose) + mix(seed + GAMMA)), position));
  }

  /** The same stream at word {@code index}; the two move independently. */
  RandomStream at(long index) {
    var other = new RandomStream(key);
    other.counter = index;
    return other;
  }

  /** The number of words drawn so far, or the index set by {@link #jumpTo}. */
  public long counter() {
    return counter;
  }

  /** Makes word {@code index} (from 0) the next one. */
  public void jumpTo(long index) {
    counter = index;
  }

  /** The next 64 random bits. */
  public long nextLong() {
    return mix(key + ++counter * GAMMA);
  }

  /**
   * An integer in [0, bound), from one word; its bias is below {@code bound / 2^63}.
   *
   * @throws IllegalArgumentException if {@code bound} is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException(
          "RandomStream.nextInt: expected a bound of at least 1, received "
              + bound
              + "; pass the number of values to choose from.");
    }
    return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
  }

  /** A float in [0, 1), one of 2^24 equally spaced values. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /**
   * 1 with this probability, otherwise 0: whether {@link #nextFloat()} would be below it. There is
   * no branch, since no processor predicts a random one.
   */
  public int nextBit(float probability) {
    long values = (long) Math.ceil(probability * 0x1p24);
    return (int) (((nextLong() >>> 40) - values) >>> 63);
  }

  /** A double in [0, 1), one of 2^53 equally spaced values. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** A sample of the standard normal distribution, by Box and Muller's transform of two words. */
  public double nextGaussian() {
    return gaussian(nextDouble(), nextDouble());
  }

  /** The sample that two uniform numbers make. */
  static double gaussian(double u, double v) {
    return StrictMath.sqrt(-2 * StrictMath.log(1 - u)) * StrictMath.cos(TWO_PI * v);
  }

  /** Permutes {@code values} in place, every permutation equally likely (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }

  /** The number of positions goes in first, so that (1) and (1, 0) differ. */
  private static long fold(long key, long[] position) {
    long folded = mix(key + position.length);
    for (long p : position) {
      folded = mix(folded * GAMMA + mix(p + GAMMA));
    }
    return folded;
  }

  private static long mix(long word) {
    long z = (word ^ word >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }
}
