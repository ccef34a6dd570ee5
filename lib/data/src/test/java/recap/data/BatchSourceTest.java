package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import recap.nn.RandomStream;

class BatchSourceTest {
  private static final ImageSet SET = Synthetic.load(3, 25, 10, 2, 9, 12).train();
  private static final Normalization SCALE = Normalization.unitRange(2);

  @Test
  void anEpochShowsEveryImageOnceInAnOrderOfItsOwn() {
    var source = BatchSource.training(SET, SCALE, Augmentation.NONE, 5, 1, true);
    var orders = new ArrayList<List<Integer>>();
    for (int epoch = 0; epoch < 3; epoch++) {
      var order = new ArrayList<Integer>();
      for (int batch = 0; batch < source.batches(); batch++) {
        for (float[] image : images(source, epoch, batch)) {
          order.add(indexOf(image));
        }
      }
      assertThat(order)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 25).boxed().toList());
      orders.add(order);
    }
    assertThat(orders).doesNotHaveDuplicates();
  }

  @Test
  void theOrderIsTheNamedStreamsShuffle() {
    int[] order = IntStream.range(0, 25).toArray();
    RandomStream.of(42, "order", 7).shuffle(order);
    var source = BatchSource.training(SET, SCALE, Augmentation.NONE, 5, 42, true);
    assertThat(images(source, 7, 2))
        .extracting(BatchSourceTest::indexOf)
        .containsExactly(order[10], order[11], order[12], order[13], order[14]);
  }

  @Property(tries = 100)
  void anyBatchIsReachedDirectly(
      @ForAll long seed,
      @ForAll @IntRange(max = 5) int epoch,
      @ForAll @IntRange(max = 3) int batch) {
    var walked = BatchSource.training(SET, SCALE, new Augmentation(2, true), 6, seed, true);
    float[] images = new float[walked.batchFloats()];
    int[] labels = new int[6];
    for (int e = 0; e <= epoch; e++) {
      for (int b = 0; b < (e == epoch ? batch + 1 : walked.batches()); b++) {
        walked.fill(e, b, images, labels);
      }
    }
    var direct = BatchSource.training(SET, SCALE, new Augmentation(2, true), 6, seed, true);
    float[] directImages = new float[direct.batchFloats()];
    int[] directLabels = new int[6];
    direct.fill(epoch, batch, directImages, directLabels);
    assertThat(directImages).isEqualTo(images);
    assertThat(directLabels).isEqualTo(labels);
  }

  /** The naive form: pad the normalised image, crop, mirror; one pixel at a time. */
  @Property(tries = 150)
  void cropAndFlipEqualTheNaiveForm(
      @ForAll long seed, @ForAll @IntRange(max = 14) int padding, @ForAll boolean flip) {
    for (var normalization : List.of(SCALE, Normalization.pixelMean255(SET))) {
      var source =
          BatchSource.training(SET, normalization, new Augmentation(padding, flip), 25, seed, true);
      int[] order = IntStream.range(0, 25).toArray();
      RandomStream.of(seed, "order", 1).shuffle(order);
      var actual = images(source, 1, 0);
      for (int place = 0; place < 25; place++) {
        assertThat(actual.get(place))
            .isEqualTo(naive(normalization, order[place], seed, padding, flip));
      }
    }
  }

  private static float[] naive(
      Normalization normalization, int sample, long seed, int padding, boolean flip) {
    var random = RandomStream.of(seed, "augment", 1);
    random.jumpTo(4L * sample);
    int top = padding == 0 ? 0 : random.nextInt(2 * padding + 1);
    int left = padding == 0 ? 0 : random.nextInt(2 * padding + 1);
    boolean mirrored = flip && random.nextInt(2) == 1;
    float[] plain = normalization.apply(SET, sample);
    float[] cropped = new float[plain.length];
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < 9; y++) {
        for (int x = 0; x < 12; x++) {
          int fromY = y + top - padding;
          int fromX = (mirrored ? 11 - x : x) + left - padding;
          boolean inside = fromY >= 0 && fromY < 9 && fromX >= 0 && fromX < 12;
          cropped[(c * 9 + y) * 12 + x] = inside ? plain[(c * 9 + fromY) * 12 + fromX] : 0;
        }
      }
    }
    return cropped;
  }

  @Test
  void cropsReachEveryShiftAndHalfOfTheImagesAreMirrored() {
    // One bright pixel in the middle tells where the crop was and whether it was mirrored.
    byte[] pixels = new byte[9 * 9];
    pixels[4 * 9 + 4] = (byte) 255;
    pixels[4 * 9 + 5] = (byte) 51;
    var dot = ImageSet.of("dot", 1, 9, 9, List.of("dot"), pixels, new byte[1]);
    var source =
        BatchSource.training(
            dot, Normalization.unitRange(1), new Augmentation(3, true), 1, 5, true);
    int[] seen = new int[81];
    int mirrored = 0;
    float[] image = new float[81];
    for (int epoch = 0; epoch < 2000; epoch++) {
      source.fill(epoch, 0, image, new int[1]);
      int at = IntStream.range(0, 81).filter(i -> image[i] == 1f).findFirst().orElseThrow();
      seen[at]++;
      mirrored += image[at - 1] == 0.2f ? 1 : 0;
    }
    assertThat(IntStream.of(seen).filter(s -> s > 0).count()).isEqualTo(49);
    assertThat(Arrays.stream(seen).max().orElseThrow()).isLessThan(80);
    assertThat(mirrored).isBetween(900, 1100);
  }

  @Test
  void anIncompleteLastBatchIsFlaggedOrLeftOut() {
    var kept = BatchSource.evaluation(SET, SCALE, 10);
    float[] images = new float[kept.batchFloats()];
    int[] labels = new int[10];
    Arrays.fill(images, 9f);
    assertThat(kept.batches()).isEqualTo(3);
    assertThat(kept.count(1)).isEqualTo(10);
    assertThat(kept.fill(0, 2, images, labels)).isEqualTo(kept.count(2)).isEqualTo(5);
    assertThat(labels).containsExactly(0, 1, 2, 3, 4, -1, -1, -1, -1, -1);
    assertThat(Arrays.copyOf(images, SET.imageSize())).isEqualTo(SCALE.apply(SET, 20));
    assertThat(Arrays.copyOfRange(images, 5 * SET.imageSize(), images.length))
        .containsOnly(0f)
        .hasSize(5 * SET.imageSize());
    assertThat(BatchSource.training(SET, SCALE, Augmentation.NONE, 10, 1, true).batches())
        .isEqualTo(2);
    assertThat(BatchSource.training(SET, SCALE, Augmentation.NONE, 10, 1, false).batches())
        .isEqualTo(3);
  }

  @Test
  void anImageMovesAsAWholeByOneColour() {
    var noisy = BatchSource.training(SET, SCALE, Augmentation.NONE.withColour(0.1), 5, 1, true);
    var plain = BatchSource.training(SET, SCALE, Augmentation.NONE, 5, 1, true);
    int plane = SET.height() * SET.width();
    List<float[]> moved = images(noisy, 2, 3);
    List<float[]> images = images(plain, 2, 3);
    for (int i = 0; i < moved.size(); i++) {
      for (int c = 0; c < SET.channels(); c++) {
        float shift = moved.get(i)[c * plane] - images.get(i)[c * plane];
        assertThat(shift).isNotZero();
        for (int p = c * plane; p < (c + 1) * plane; p++) {
          assertThat(moved.get(i)[p] - images.get(i)[p]).isCloseTo(shift, within(1e-6f));
        }
      }
    }
    assertThat(images(noisy, 2, 3)).usingRecursiveComparison().isEqualTo(moved);
    assertThat(images(noisy, 3, 3).get(0)).isNotEqualTo(moved.get(0));
  }

  /**
   * Two channels of one colour and half of it have one principal component, (2, 1) / sqrt 5, of
   * eigenvalue 5 / 4 of the first one's variance: there the colours move, by a tenth of that.
   */
  @Test
  void coloursMoveAlongTheirPrincipalComponents() {
    int images = 500;
    byte[] pixels = new byte[images * 2];
    for (int i = 0; i < images; i++) {
      pixels[2 * i] = (byte) (i % 2 == 0 ? 50 : 250);
      pixels[2 * i + 1] = (byte) (i % 2 == 0 ? 25 : 125);
    }
    var set = new ImageSet("two", "00", 2, 1, 1, List.of("a"), pixels, new byte[images]);
    var normalization = Normalization.perChannel(List.of(0f, 0f), List.of(1f, 0.5f));
    var noise = Augmentation.NONE.withColour(0.1);
    var source = BatchSource.training(set, normalization, noise, images, 1, true);
    float[] moved = new float[2 * images];
    source.fill(0, 0, moved, new int[images]);
    float[] still = new float[2 * images];
    BatchSource.training(set, normalization, Augmentation.NONE, images, 1, true)
        .fill(0, 0, still, new int[images]);
    double squares = 0;
    for (int i = 0; i < images; i++) {
      double first = moved[2 * i] - still[2 * i];
      double second = 0.5 * (moved[2 * i + 1] - still[2 * i + 1]);
      assertThat(second).isCloseTo(first / 2, within(1e-6));
      squares += first * first + second * second;
    }
    double eigenvalue = 1.25 * Math.pow(100 / 255.0, 2);
    assertThat(Math.sqrt(squares / images)).isCloseTo(0.1 * eigenvalue, withinPercentage(10));
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> BatchSource.training(SET, SCALE, Augmentation.NONE, 26, 1, true))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "BatchSource of synthetic-10 (seed 3, 25 images): expected a batch size from 1 to the"
                + " set's 25 images, found 26; choose a smaller batch.");
    var source = BatchSource.evaluation(SET, SCALE, 10);
    assertThatThrownBy(() -> source.fill(0, 3, new float[source.batchFloats()], new int[10]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a batch from 0 to 2, found epoch 0, batch 3")
        .hasMessageEndingWith("go to the next epoch after the last batch.");
    assertThatThrownBy(() -> source.fill(0, 0, new float[3], new int[10]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("room for 2160 floats and 10 labels, found 3 and 10");
    assertThatThrownBy(() -> BatchSource.evaluation(SET, Normalization.unitRange(3), 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images of 3 channels")
        .hasMessageContaining("2x9x12");
    assertThatThrownBy(() -> new Augmentation(-1, false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a padding of 0 to 10000 pixels, found -1");
    for (double colour : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Augmentation.NONE.withColour(colour))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("a finite colour noise from 0, found " + colour);
    }
  }

  private static List<float[]> images(BatchSource source, int epoch, int batch) {
    float[] all = new float[source.batchFloats()];
    int count = source.fill(epoch, batch, all, new int[source.batchSize()]);
    int size = source.set().imageSize();
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(all, i * size, (i + 1) * size))
        .toList();
  }

  private static int indexOf(float[] image) {
    return IntStream.range(0, SET.size())
        .filter(i -> Arrays.equals(image, SCALE.apply(SET, i)))
        .findFirst()
        .orElseThrow();
  }
}
