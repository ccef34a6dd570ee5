package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  /** Computed by another implementation of the formulas; a change changes every recorded run. */
  @Test
  void valuesArePinned() {
    var stream = RandomStream.of(1, "order", 3);
    assertThat(new long[] {stream.nextLong(), stream.nextLong(), stream.nextLong()})
        .containsExactly(-6844974037863798697L, -614833304295678225L, -6942907785090622620L);
    assertThat(RandomStream.of(1, "order", 3).nextFloat()).isEqualTo(0.6289331912994385f);
    assertThat(RandomStream.of(1, "order", 3).nextGaussian())
        .isCloseTo(1.3773357219452886, within(1e-15));
    assertThat(RandomStream.of(0, "").nextLong()).isEqualTo(3596596749785869995L);
  }

  @Test
  void theSameNameGivesTheSameStreamAndAnyOtherNameAnother() {
    assertThat(RandomStream.of(7, "augment", 2, 5).nextLong())
        .isEqualTo(RandomStream.of(7, "augment", 2, 5).nextLong());
    var firstWords = new HashSet<Long>();
    int streams = 0;
    for (String purpose : new String[] {"order", "augment", "dropout", "init", ""}) {
      for (long seed = -10; seed < 10; seed++) {
        streams += 3;
        firstWords.add(RandomStream.of(seed, purpose).nextLong());
        firstWords.add(RandomStream.of(seed, purpose, 0).nextLong());
        firstWords.add(RandomStream.of(seed, purpose, 0, 0).nextLong());
        for (long epoch = 1; epoch < 20; epoch++) {
          streams += 2;
          firstWords.add(RandomStream.of(seed, purpose, epoch, 0).nextLong());
          firstWords.add(RandomStream.of(seed, purpose, 0, epoch).nextLong());
        }
      }
    }
    assertThat(firstWords).hasSize(streams);
  }

  @Test
  void neighbouringStreamsAreUncorrelated() {
    int n = 100_000;
    var one = RandomStream.of(1, "augment", 4);
    var next = RandomStream.of(1, "augment", 5);
    double product = 0;
    for (int i = 0; i < n; i++) {
      product += (one.nextDouble() - 0.5) * (next.nextDouble() - 0.5);
    }
    // The correlation of independent streams has standard deviation 1 / sqrt(n) = 0.0032.
    assertThat(12 * product / n).isCloseTo(0, within(0.013));
  }

  @Property(tries = 200)
  void bitTellsWhetherTheNextFloatIsBelow(
      @ForAll long seed, @ForAll @FloatRange(min = 0, max = 1) float probability) {
    var bits = RandomStream.of(seed, "bits");
    var floats = RandomStream.of(seed, "bits");
    for (int i = 0; i < 100; i++) {
      assertThat(bits.nextBit(probability)).isEqualTo(floats.nextFloat() < probability ? 1 : 0);
    }
    // Nothing lies between a value that floats take and itself.
    float value = RandomStream.of(seed, "edge").nextFloat();
    assertThat(RandomStream.of(seed, "edge").nextBit(value)).isZero();
    assertThat(RandomStream.of(seed, "edge").nextBit(Math.nextUp(value))).isOne();
  }

  @Property(tries = 200)
  void jumpToReachesAnyWord(@ForAll long seed, @ForAll @IntRange(max = 500) int index) {
    var walked = RandomStream.of(seed, "jump");
    for (int i = 0; i < index; i++) {
      walked.nextLong();
    }
    var jumped = RandomStream.of(seed, "jump");
    jumped.jumpTo(index);
    assertThat(jumped.counter()).isEqualTo(walked.counter());
    assertThat(jumped.nextLong()).isEqualTo(walked.nextLong());
  }

  /** Chi-squared over the buckets: mean bound - 1, standard deviation sqrt(2 (bound - 1)). */
  @Property(tries = 100)
  void nextIntIsUniform(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int bound) {
    int draws = 400 * bound;
    int[] count = new int[bound];
    var stream = RandomStream.of(seed, "uniform");
    for (int i = 0; i < draws; i++) {
      count[stream.nextInt(bound)]++;
    }
    double chiSquared = IntStream.of(count).mapToDouble(c -> (c - 400.0) * (c - 400.0)).sum() / 400;
    assertThat(chiSquared).isLessThan(bound - 1 + 10 * Math.sqrt(2.0 * (bound - 1)) + 20);
  }

  @Property(tries = 200)
  void everyValueIsInItsRange(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
    var stream = RandomStream.of(seed, "range");
    for (int i = 0; i < 100; i++) {
      assertThat(stream.nextInt(bound)).isBetween(0, bound - 1);
      assertThat(stream.nextFloat()).isBetween(0f, Math.nextDown(1f));
      assertThat(stream.nextDouble()).isBetween(0.0, Math.nextDown(1.0));
      assertThat(stream.nextGaussian()).isFinite();
    }
  }

  @Test
  void gaussianHasMeanZeroVarianceOneAndNormalTails() {
    int n = 200_000;
    double sum = 0;
    double squares = 0;
    int beyondTwo = 0;
    var stream = RandomStream.of(11, "gaussian");
    for (int i = 0; i < n; i++) {
      double value = stream.nextGaussian();
      sum += value;
      squares += value * value;
      beyondTwo += Math.abs(value) > 2 ? 1 : 0;
    }
    assertThat(sum / n).isCloseTo(0, within(0.01));
    assertThat(squares / n).isCloseTo(1, within(0.015));
    assertThat(beyondTwo / (double) n).isCloseTo(0.0455, within(0.002));
  }

  @Property(tries = 100)
  void shuffleKeepsEveryValue(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
    int[] values = IntStream.range(0, size).toArray();
    RandomStream.of(seed, "order").shuffle(values);
    assertThat(values).containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
  }

  @Test
  void shuffleReachesEveryPermutationEquallyOften() {
    int[] count = new int[27];
    for (int i = 0; i < 6000; i++) {
      int[] values = {0, 1, 2};
      RandomStream.of(i, "order").shuffle(values);
      count[9 * values[0] + 3 * values[1] + values[2]]++;
    }
    assertThat(IntStream.of(count).filter(c -> c > 0).boxed())
        .hasSize(6)
        .allSatisfy(c -> assertThat(c).isBetween(850, 1150));
  }

  @Test
  void aBoundBelowOneIsRefused() {
    assertThatThrownBy(() -> RandomStream.of(1, "order").nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RandomStream.nextInt: expected a bound of at least 1, received 0; pass the number of"
                + " values to choose from.");
  }
}
