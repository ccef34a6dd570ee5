package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import recap.nn.RandomStream;

class SyntheticTest {
  private static final TrainTest SETS = Synthetic.load(1, 2000, 800);

  @Test
  void theBytesArePinned() {
    assertThat(Synthetic.load(1, 20, 10).train().sha256())
        .isEqualTo("5c712af0c80a10b9c9dcfe506ef1ab35cfef392507fdf632745babf794eb9596");
  }

  @Test
  void theNameSaysSeedAndSize() {
    assertThat(SETS.train().name()).isEqualTo("synthetic-10 (seed 1, 2000 images)");
    assertThat(SETS.test().name()).isEqualTo("synthetic-10 test (seed 1, 800 images)");
    assertThat(SETS.train().classes()).isEqualTo(10);
  }

  @Test
  void aSmallerSetIsTheBeginningOfALargerOneAndSeedsAndSplitsDiffer() {
    var small = Synthetic.load(1, 20, 20);
    assertThat(small.train().image(19)).isEqualTo(SETS.train().image(19));
    assertThat(small.train().image(3)).isNotEqualTo(small.test().image(3));
    assertThat(small.train().image(3)).isNotEqualTo(Synthetic.load(2, 20, 20).train().image(3));
  }

  @Test
  void everyTenImagesHoldEachClassOnce() {
    for (int i = 0; i < 100; i++) {
      assertThat(SETS.train().label(i)).isEqualTo(i % 10);
    }
  }

  @Test
  void classesDifferByStructureNotByColour() {
    double[] mean = new double[10];
    for (int i = 0; i < SETS.train().size(); i++) {
      for (byte value : SETS.train().image(i)) {
        mean[SETS.train().label(i)] += (value & 0xFF) / (3072.0 * SETS.train().size() / 10);
      }
    }
    for (double m : mean) {
      assertThat(m).isCloseTo(128, within(5.0));
    }
  }

  /** Softmax regression on the pixels themselves: 0.28 are right, chance is 0.10. */
  @Test
  void aLinearClassifierFails() {
    assertThat(accuracyOfSoftmaxRegression(SyntheticTest::pixels, 0.001f, 4)).isLessThan(0.32);
  }

  /** The same classifier on histograms of edges: one convolution, a nonlinearity and a pool. */
  @Test
  void edgesTellTheClassesApart() {
    assertThat(accuracyOfSoftmaxRegression(SyntheticTest::edges, 0.05f, 30)).isGreaterThan(0.85);
  }

  private static float[] pixels(ImageSet set, int image) {
    byte[] pixels = set.image(image);
    float[] features = new float[pixels.length + 1];
    for (int i = 0; i < pixels.length; i++) {
      features[i] = ((pixels[i] & 0xFF) - 128) / 64f;
    }
    features[pixels.length] = 1;
    return features;
  }

  /** Counts of edges by direction modulo 180 degrees (10) and by size (14), over all channels. */
  private static float[] edges(ImageSet set, int image) {
    float[] features = new float[25];
    for (int c = 0; c < 3; c++) {
      for (int y = 1; y < 31; y++) {
        for (int x = 1; x < 31; x++) {
          double down = set.pixel(image, c, y + 1, x) - set.pixel(image, c, y - 1, x);
          double right = set.pixel(image, c, y, x + 1) - set.pixel(image, c, y, x - 1);
          double size = Math.hypot(down, right);
          int direction = (int) ((Math.atan2(down, right) / Math.PI + 1) * 10 + 0.5) % 10;
          features[direction] += (float) (size / 20_000);
          features[10 + Math.min(13, (int) (size / 10))] += 1 / 300f;
        }
      }
    }
    features[24] = 1;
    return features;
  }

  /** Trained by SGD on the training set, measured on the test set. */
  private static double accuracyOfSoftmaxRegression(
      BiFunction<ImageSet, Integer, float[]> features, float rate, int epochs) {
    float[][] train = all(SETS.train(), features);
    float[][] test = all(SETS.test(), features);
    float[][] weights = new float[10][train[0].length];
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = IntStream.range(0, train.length).toArray();
      RandomStream.of(5, "order", epoch).shuffle(order);
      for (int i : order) {
        double[] gradient = softmax(weights, train[i]);
        gradient[SETS.train().label(i)] -= 1;
        for (int k = 0; k < 10; k++) {
          float step = (float) (rate * gradient[k]);
          for (int j = 0; j < weights[k].length; j++) {
            weights[k][j] -= step * train[i][j];
          }
        }
      }
    }
    int right = 0;
    for (int i = 0; i < test.length; i++) {
      double[] p = softmax(weights, test[i]);
      int best = IntStream.range(0, 10).reduce((a, b) -> p[b] > p[a] ? b : a).orElseThrow();
      right += best == SETS.test().label(i) ? 1 : 0;
    }
    return right / (double) test.length;
  }

  private static float[][] all(ImageSet set, BiFunction<ImageSet, Integer, float[]> features) {
    return IntStream.range(0, set.size())
        .mapToObj(i -> features.apply(set, i))
        .toArray(float[][]::new);
  }

  private static double[] softmax(float[][] weights, float[] x) {
    double[] p = new double[10];
    for (int k = 0; k < 10; k++) {
      for (int j = 0; j < x.length; j++) {
        p[k] += weights[k][j] * x[j];
      }
    }
    double highest = Arrays.stream(p).max().orElseThrow();
    double sum = 0;
    for (int k = 0; k < 10; k++) {
      p[k] = Math.exp(p[k] - highest);
      sum += p[k];
    }
    for (int k = 0; k < 10; k++) {
      p[k] /= sum;
    }
    return p;
  }

  @Test
  void otherShapesWorkAndImpossibleOnesAreRefused() {
    assertThat(Synthetic.load(1, 10, 10, 1, 28, 28).train().toString())
        .isEqualTo("synthetic-10 (seed 1, 10 images): 10 images of 1x28x28, 10 classes");
    assertThatThrownBy(() -> Synthetic.load(1, 0, 10))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Synthetic: expected at least one image of at least 1x8x8, at most 2 GiB in all, found"
                + " 0 images of 3x32x32; choose another size.");
    assertThatThrownBy(() -> Synthetic.load(1, Integer.MAX_VALUE, 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2147483647 images");
  }
}
