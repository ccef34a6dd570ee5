package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static final ImageSet SET = Synthetic.load(1, 200, 10, 2, 8, 8).train();

  @Test
  void unitRangeDividesBy255() {
    float[] values = Normalization.unitRange(2).apply(SET, 3);
    assertThat(values[64 + 9]).isEqualTo(SET.pixel(3, 1, 1, 1) / 255f);
  }

  @Test
  void perChannelGivesEveryChannelMeanZeroAndVarianceOne() {
    for (int c = 0; c < 2; c++) {
      double[] moments = moments(Normalization.perChannel(SET), c * 64, (c + 1) * 64);
      assertThat(moments[0]).isCloseTo(0, within(1e-5));
      assertThat(moments[1]).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void pixelMeanGivesEveryPixelMeanZero() {
    for (int p = 0; p < 128; p++) {
      assertThat(moments(Normalization.pixelMean255(SET), p, p + 1)[0]).isCloseTo(0, within(1e-4));
    }
  }

  @Test
  void theThreePixelMeansDifferByTheirScaleAlone() {
    float[] scale255 = Normalization.pixelMean255(SET).apply(SET, 5);
    float[] scale1 = Normalization.pixelMean(SET).apply(SET, 5);
    float[] unit = Normalization.unitVariance(SET).apply(SET, 5);
    double std = scale255[0] / unit[0];
    for (int i = 0; i < 128; i++) {
      assertThat(scale1[i] * 255).isCloseTo(scale255[i], within(1e-3f));
      assertThat(unit[i] * std).isCloseTo(scale255[i], within(1e-3));
    }
  }

  @Test
  void unitVarianceHoldsForTheWholeSet() {
    double[] moments = moments(Normalization.unitVariance(SET), 0, 128);
    assertThat(moments[0]).isCloseTo(0, within(1e-5));
    assertThat(moments[1]).isCloseTo(1, within(1e-5));
  }

  @Test
  void descriptionsSayWhatWasDone() {
    assertThat(Normalization.pixelMean255(SET).describe())
        .isEqualTo("per-pixel mean subtracted, scale 0..255");
    assertThat(Normalization.pixelMean(SET).describe())
        .isEqualTo("per-pixel mean subtracted, scale 0..1");
    assertThat(Normalization.unitVariance(SET).describe())
        .matches("per-pixel mean subtracted, divided by [\\d.]+ \\(unit variance\\)");
    assertThat(Normalization.perChannel(List.of(0.5f), List.of(0.25f)).describe())
        .isEqualTo("per-channel mean [0.5], standard deviation [0.25], scale 0..1");
  }

  @Test
  void unusableStatisticsAreRefused() {
    assertThatThrownBy(() -> Normalization.perChannel(List.of(0f, 0f), List.of(1f)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 2 means and 1 standard deviations");
    assertThatThrownBy(() -> Normalization.perChannel(List.of(0f), List.of(0f)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a positive standard deviation for channel 0, found 0.0 and 0.0");
    var black = ImageSet.of("black", 1, 2, 2, List.of("x"), new byte[8], new byte[2]);
    assertThatThrownBy(() -> Normalization.unitVariance(black))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images that differ")
        .hasMessageContaining("use unitRange instead");
    assertThatThrownBy(() -> Normalization.pixelMean(black).apply(SET, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images of 1x2x2");
  }

  @Test
  void onlyImagesOfTheSetAndOfTheShapeAreNormalised() {
    var mean = Normalization.pixelMean(SET);
    ImageSet flat = Synthetic.load(1, 4, 2, 1, 8, 16).train();
    assertThat(flat.imageSize()).isEqualTo(SET.imageSize());
    assertThatThrownBy(() -> mean.apply(flat, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images of 2x8x8");
    assertThatThrownBy(() -> mean.apply(SET.subset(0, 10), 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected an image from 0 to 9, found 10");
  }

  /** Mean and variance of values {@code from} to {@code to} of every image. */
  private static double[] moments(Normalization normalization, int from, int to) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < SET.size(); i++) {
      float[] values = normalization.apply(SET, i);
      for (int p = from; p < to; p++) {
        sum += values[p];
        squares += (double) values[p] * values[p];
      }
    }
    double n = (double) SET.size() * (to - from);
    return new double[] {sum / n, squares / n - sum / n * (sum / n)};
  }
}
