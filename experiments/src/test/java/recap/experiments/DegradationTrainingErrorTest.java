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

/** How many images a training error is the mean over, which is its standard error's. */
class DegradationTrainingErrorTest {
  private static RunRecord run(String arm, int iterations, double error) {
    var points = new Point[5];
    for (int i = 0; i < points.length; i++) {
      points[i] =
          new Point((long) i * iterations, i, Map.of("running_error", error, "test_error", error));
    }
    return Records.of(Records.spec("degradation", arm, Scale.PAPER, 1), Status.FINISHED, points);
  }

  private static String evidence(int iterations) {
    List<RunRecord> records =
        List.of(run("plain-20", iterations, 0.09), run("plain-56", iterations, 0.13));
    return new Degradation().conclude(Scale.PAPER, records).findings().get(0).evidence();
  }

  /** sqrt((0.09 0.91 + 0.13 0.87) / 384) is 2.25 points. */
  @Test
  void imagesAreThoseOfTheStepsSinceTheThirdPointFromTheEnd() {
    assertThat(evidence(1))
        .contains("plain-20 4.00 points lower (standard error 2.25 of 384 images");
  }

  @Test
  void imagesThatAreSeenAgainCountOnce() {
    assertThat(evidence(400)).contains("(standard error 0.21 of 45000 images");
  }
}
