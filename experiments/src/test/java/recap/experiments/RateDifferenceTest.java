package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateDifferenceTest {
  /**
   * Of 10 000 images 828 and 866: sqrt(0.0828 0.9172 + 0.0866 0.9134) / 100 is 0.394 points. Of the
   * seeds sqrt(2) (8.42 - 6.89) / 2.53 is 0.855; the two together make 0.942.
   */
  @Test
  void thirtyEightImagesOfTenThousandAreWithinChance() {
    var difference = new RateDifference(0.0828, 0.0866, 10_000);
    assertThat(difference.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(difference.text())
        .isEqualTo(
            "0.38 points lower (standard error 0.94: 0.39 of 10000 images taken unpaired, hence usually"
                + " too large, 0.86 of the seeds, whose scatter is taken from others' six trainings of"
                + " ResNet-56; counts above 1.64 standard errors)");
  }

  /** By their images alone the first two would count, at 3.3 standard errors. */
  @Test
  void whatAnotherSeedMayChangeDoesNotCount() {
    assertThat(new RateDifference(0.07, 0.0828, 10_000).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(new RateDifference(0.0672, 0.0828, 10_000).verdict()).isEqualTo(Verdict.REPRODUCED);
  }

  @Test
  void aDifferenceCountsInOneDirection() {
    assertThat(new RateDifference(0.09, 0.14, 10_000).verdict()).isEqualTo(Verdict.REPRODUCED);
    var reversed = new RateDifference(0.14, 0.09, 10_000);
    assertThat(reversed.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(reversed.text()).startsWith("5.00 points higher");
  }

  @Test
  void equalRatesDoNotCountWhateverTheyAre() {
    assertThat(new RateDifference(0, 0, 10).verdict()).isEqualTo(Verdict.UNDECIDED);
  }
}
