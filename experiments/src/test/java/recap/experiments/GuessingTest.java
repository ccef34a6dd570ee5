package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;

class GuessingTest {
  private static RunRecord run(long seed, double... losses) {
    var points = new Point[losses.length];
    for (int i = 0; i < losses.length; i++) {
      points[i] = new Point(i + 1, i + 1, Map.of("train_loss", losses[i]));
    }
    var spec = Records.spec("alexnet-choices", "plain", Scale.QUICK, seed);
    return Records.of(spec, Status.FINISHED, points);
  }

  /** Of ten classes guessing costs ln 10, 2.303. */
  @Test
  void runsThatBeginToLearnInTheSecondHalfAreNamed() {
    RunRecord atOnce = run(1, 2.2, 1.9, 1.5, 1.2);
    RunRecord late = run(2, 2.303, 2.302, 2.1, 1.9);
    RunRecord never = run(3, 2.303, 2.303, 2.303, 2.303);
    assertThat(Guessing.named(List.of(atOnce))).isEmpty();
    assertThat(Guessing.named(List.of(atOnce, late, never)))
        .isEqualTo("; at the loss of guessing for half of its epochs: plain seed 2, plain seed 3");
  }

  @Test
  void whereNoLossWasKeptNothingIsSaid() {
    var spec = Records.spec("alexnet-choices", "plain", Scale.QUICK, 1);
    assertThat(Guessing.named(List.of(Records.of(spec, Status.FINISHED)))).isEmpty();
  }
}
