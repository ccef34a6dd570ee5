package recap.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import recap.onednn.Mode;
import recap.onednn.Precision;

class TimeLeftTest {
  private static final List<Work> WORKS =
      Programme.of(
          List.of("cifar_resnet20", "vgg16:8"), List.of(Mode.TRAINING), List.of(Precision.F32));

  @Test
  void aFirstRaceThatTookTwiceAsLongDoublesTheRest() {
    List<Precision> precisions = List.of(Precision.F32);
    var left = new TimeLeft(WORKS, 2, 10, precisions);
    double rest = left.seconds(1);
    double first = left.seconds(0) - rest;
    left.took(WORKS.get(0), 2 * first);
    assertThat(left.seconds(1)).isCloseTo(2 * rest, within(1e-6));
    assertThat(left.seconds(2)).isZero();
  }

  @Test
  void whatCouldNotBeMeasuredSaysNothingOfTheRest() {
    var left = new TimeLeft(WORKS, 2, 10, List.of(Precision.F32));
    double rest = left.seconds(1);
    assertThat(rest).isPositive();
    left.took(WORKS.get(1), rest);
    assertThat(left.seconds(1)).isCloseTo(rest, within(1e-6));
  }

  @Test
  void withoutAvx512MoreTimeIsExpected() {
    var narrow = new TimeLeft(WORKS, 2, 10, List.of(Precision.F32));
    var wide = new TimeLeft(WORKS, 2, 10, List.of(Precision.F32, Precision.BF16));
    assertThat(narrow.seconds(0)).isGreaterThan(wide.seconds(0));
  }
}
