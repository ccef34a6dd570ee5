package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> EXPERIMENTS =
      List.of("relu-vs-tanh", "degradation", "block-cost");

  @Test
  void mistypedNameFindsItsNeighbour() {
    assertThat(Nearest.of("degredation", EXPERIMENTS)).containsExactly("degradation");
    assertThat(Nearest.of("BLOCKCOST", EXPERIMENTS)).containsExactly("block-cost");
    assertThat(Nearest.of("tanh", EXPERIMENTS)).containsExactly("relu-vs-tanh");
  }

  @Test
  void messageAsksForTheNearestName() {
    assertThat(Nearest.message("experiment", "degredation", EXPERIMENTS))
        .isEqualTo(
            "experiment: expected a known experiment, received 'degredation'; did you mean"
                + " degradation?");
  }

  @Test
  void messageListsAllNamesWhereNoneIsNear() {
    assertThat(Nearest.message("experiment", "xyz", EXPERIMENTS))
        .isEqualTo(
            "experiment: expected a known experiment, received 'xyz'; use one of relu-vs-tanh,"
                + " degradation, block-cost");
  }

  @Property(tries = 200)
  void distanceIsAMetric(
      @ForAll @StringLength(max = 8) String a,
      @ForAll @StringLength(max = 8) String b,
      @ForAll @StringLength(max = 8) String c) {
    assertThat(Nearest.distance(a, b)).isEqualTo(Nearest.distance(b, a));
    assertThat(Nearest.distance(a, b) == 0).isEqualTo(a.equals(b));
    assertThat(Nearest.distance(a, c))
        .isLessThanOrEqualTo(Nearest.distance(a, b) + Nearest.distance(b, c));
  }
}
