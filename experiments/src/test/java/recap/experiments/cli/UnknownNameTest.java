package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownNameTest {
  private static final List<String> EXPERIMENTS =
      List.of("relu-vs-tanh", "degradation", "block-cost");

  @Test
  void messageAsksForTheNearestName() {
    assertThat(UnknownName.message("experiment", "degredation", EXPERIMENTS))
        .isEqualTo(
            "experiment: expected a known experiment, received 'degredation'; did you mean"
                + " degradation?");
  }

  @Test
  void messageListsAllNamesWhereNoneIsNear() {
    assertThat(UnknownName.message("experiment", "xyz", EXPERIMENTS))
        .isEqualTo(
            "experiment: expected a known experiment, received 'xyz'; use one of relu-vs-tanh,"
                + " degradation, block-cost");
  }
}
