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
    double rest = new TimeLeft(WORKS.subList(1, 2), 2, 10, precisions).seconds(0, 0);
    double first = left.seconds(0, 0) - rest;
    assertThat(left.seconds(1, first)).isCloseTo(rest, within(1e-6));
    assertThat(left.seconds(1, 2 * first)).isCloseTo(2 * rest, within(1e-6));
    assertThat(left.seconds(2, 3 * first)).isZero();
  }

  @Test
  void withoutAvx512MoreTimeIsExpected() {
    var narrow = new TimeLeft(WORKS, 2, 10, List.of(Precision.F32));
    var wide = new TimeLeft(WORKS, 2, 10, List.of(Precision.F32, Precision.BF16));
    assertThat(narrow.seconds(0, 0)).isGreaterThan(wide.seconds(0, 0));
  }
}
