package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void theToleranceIsRelative() {
    assertThat(Agreement.of(3.895, 3.8, 0.025)).isTrue();
    assertThat(Agreement.of(3.896, 3.8, 0.025)).isFalse();
    assertThat(Agreement.of(3.705, 3.8, 0.025)).isTrue();
    assertThat(Agreement.of(3.704, 3.8, 0.025)).isFalse();
    assertThat(Agreement.of(-1.02, -1, 0.025)).isTrue();
  }

  /** Not even what two decimals would hide. */
  @Test
  void withoutToleranceNothingElseAgrees() {
    assertThat(Agreement.of(18, 18, 0)).isTrue();
    assertThat(Agreement.of(18.004, 18, 0)).isFalse();
    assertThat(Agreement.of(Double.NaN, 18, 0.5)).isFalse();
  }
}
