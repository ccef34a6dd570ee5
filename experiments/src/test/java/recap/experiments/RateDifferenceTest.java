package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateDifferenceTest {
  private static RateDifference residual(double lower, double higher) {
    return new RateDifference(lower, higher, 10_000, RateDifference.RESIDUAL);
  }

  private static RateDifference ofImages(double lower, double higher) {
    return new RateDifference(lower, higher, 10_000, Double.NaN);
  }

  /**
   * Of 10 000 images 828 and 866: sqrt(0.0828 0.9172 + 0.0866 0.9134) / 100 is 0.394 points. Of the
   * seeds sqrt(2) (8.42 - 6.89) / 2.53 is 0.855; the two together make 0.942.
   */
  @Test
  void thirtyEightImagesOfTenThousandAreWithinChance() {
    for (var difference :
        new RateDifference[] {residual(0.0828, 0.0866), ofImages(0.0828, 0.0866)}) {
      assertThat(difference.verdict()).isEqualTo(Verdict.UNDECIDED);
    }
    assertThat(residual(0.0828, 0.0866).text())
        .isEqualTo(
            "0.38 points lower (standard error 0.94: 0.39 of 10000 images taken unpaired, hence usually"
                + " too large, 0.86 of the seeds, whose scatter is taken from others' six trainings of"
                + " ResNet-56; counts above 2.02 standard errors)");
    assertThat(ofImages(0.0828, 0.0866).text())
        .isEqualTo(
            "0.38 points lower (standard error 0.39 of 10000 images taken unpaired, hence usually too"
                + " large; how far seeds scatter is not known; counts above 1.64 standard errors)");
  }

  /** By their images alone these lie 3.3 standard errors apart. */
  @Test
  void whatAnotherSeedMayChangeDoesNotCount() {
    assertThat(ofImages(0.07, 0.0828).verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(residual(0.07, 0.0828).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(residual(0.0628, 0.0828).verdict()).isEqualTo(Verdict.REPRODUCED);
  }

  @Test
  void aDifferenceCountsInOneDirection() {
    assertThat(ofImages(0.09, 0.14).verdict()).isEqualTo(Verdict.REPRODUCED);
    var reversed = ofImages(0.14, 0.09);
    assertThat(reversed.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(reversed.text()).startsWith("5.00 points higher");
  }

  @Test
  void equalRatesDoNotCountWhateverTheyAre() {
    assertThat(ofImages(0, 0).verdict()).isEqualTo(Verdict.UNDECIDED);
  }
}
