package recap.experiments.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AnswerTest {
  @Test
  void evidenceHasPointsInEveryLanguage() {
    Locale earlier = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(
              List.of(
                  Answer.number(1, "%.1f of %,d", 0.5, 1000).evidence(),
                  Answer.numbers(List.of(1, 2), "%.1f of %,d", 0.5, 1000).evidence(),
                  Answer.order("conv", 1, "fc", 2, "%.1f of %,d", 0.5, 1000).evidence()))
          .containsOnly("0.5 of 1,000");
    } finally {
      Locale.setDefault(earlier);
    }
  }
}
