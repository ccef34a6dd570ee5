package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  /** Student's t is 3.35 and 2.80 here; with two degrees of freedom 5 % lies at 2.92. */
  @Test
  void threePairsNeedMoreThanTwoStandardErrors() {
    assertThat(Difference.of(List.of(1.2, 3.0, 4.0)).counts()).isTrue();
    assertThat(Difference.of(List.of(1.0, 3.0, 4.5)).counts()).isFalse();
  }

  @Test
  void oneDirectionCounts() {
    assertThat(Difference.of(List.of(-1.2, -3.0, -4.0)).counts()).isFalse();
    assertThat(Difference.of(List.of(-1.2, -3.0, -4.0)).text("points ", "lower", "higher"))
        .isEqualTo(
            "2.73 points higher (standard error 0.82, N = 3; counts above 2.92 standard errors)");
  }

  @Test
  void aSinglePairShowsNothing() {
    assertThat(Difference.of(List.of(5.0)).counts()).isFalse();
    assertThat(Difference.of(List.of()).counts()).isFalse();
  }

  @Test
  void whatIsNoMoreThanChanceDecidesNothing() {
    assertThat(Difference.of(List.of(1.2, 3.0, 4.0)).verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(Difference.of(List.of(1.0, 3.0, 4.5)).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(Difference.of(List.of(-1.0, -3.0, -4.5)).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(Difference.of(List.of(-1.2, -3.0, -4.0)).verdict())
        .isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(Difference.of(List.of(5.0)).verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  /** Half a unit is the standard error; 2.92 of them, 1.46, are needed. */
  @Test
  void wholeUnitsThatAgreeHideTheirSpread() {
    assertThat(Difference.of(List.of(1.0, 1.0, 1.0)).ofWhole(1).verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(Difference.of(List.of(2.0, 2.0, 2.0)).ofWhole(1).verdict())
        .isEqualTo(Verdict.REPRODUCED);
    assertThat(Difference.of(List.of(1.2, 3.0, 4.0)).ofWhole(1))
        .isEqualTo(Difference.of(List.of(1.2, 3.0, 4.0)));
  }

  /** A mean of 0.1 and a standard error of 1 / sqrt(3): with 2.92 of them 1.79 apart at most. */
  @Test
  void alikeIsWhatIsNoFurtherApartThanTheMarginWhateverChanceDid() {
    var scattered = Difference.of(List.of(-0.9, 0.1, 1.1));
    assertThat(scattered.furthest()).isCloseTo(1.786, within(0.001));
    assertThat(scattered.alike(1.8)).isEqualTo(Verdict.REPRODUCED);
    assertThat(scattered.alike(1.7)).isEqualTo(Verdict.UNDECIDED);
    var apart = Difference.of(List.of(-2.0, -2.1, -2.2));
    assertThat(apart.alike(2.4)).isEqualTo(Verdict.REPRODUCED);
    assertThat(apart.alike(1.8)).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(Difference.of(List.of(0.0)).alike(1)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void ofSeveralPartsTheWeakestSpeaks() {
    assertThat(Verdict.ofAll(List.of(Verdict.REPRODUCED, Verdict.UNDECIDED)))
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(Verdict.ofAll(List.of(Verdict.UNDECIDED, Verdict.NOT_REPRODUCED)))
        .isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(Verdict.ofAll(List.of(Verdict.REPRODUCED))).isEqualTo(Verdict.REPRODUCED);
  }
}
