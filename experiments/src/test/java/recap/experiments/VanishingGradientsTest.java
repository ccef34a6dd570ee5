package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;

class VanishingGradientsTest {
  /** The norm after the first epoch, and one after the second that turns every order round. */
  private static RunRecord run(String arm, long seed, double norm) {
    return Records.of(
        Records.spec("relu-vs-tanh", arm, Scale.PAPER, seed),
        Status.FINISHED,
        new Point(390, 1, Map.of("train_error", 0.5, "gradient_norm", norm)),
        new Point(780, 2, Map.of("train_error", 0.4, "gradient_norm", 1 / norm)));
  }

  /** Three seeds of each activation under both conditions. */
  private static List<RunRecord> runs(double sigmoid) {
    List<RunRecord> records = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      for (String condition : List.of("time", "today")) {
        records.add(run(condition + "-relu", seed, 4 + 0.1 * seed));
        records.add(run(condition + "-tanh", seed, 2 + 0.2 * seed));
        records.add(run(condition + "-sigmoid", seed, sigmoid));
      }
    }
    return records;
  }

  @Test
  void whichOfTheOthersLiesAboveDoesNotMatter() {
    Finding above = VanishingGradients.finding(Scale.PAPER, runs(3));
    assertThat(above.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(above.evidence())
        .contains("conditions of the time, relu lies 1.80 above tanh")
        .contains(", 1.20 above sigmoid (");
    assertThat(VanishingGradients.finding(Scale.PAPER, runs(5)).verdict())
        .isEqualTo(Verdict.NOT_REPRODUCED);
  }

  @Test
  void onlyTheFirstEpochIsLookedAt() {
    List<RunRecord> records = runs(1);
    Finding finding = VanishingGradients.finding(Scale.PAPER, records);
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.ours()).startsWith("time: relu 4.200 (sd 0.100, N = 3), tanh 2.400");
    records.replaceAll(
        run ->
            run.arm().endsWith("-relu") ? Records.with(run, "trainingSet", "fewer images") : run);
    assertThat(VanishingGradients.finding(Scale.PAPER, records).verdict())
        .isEqualTo(Verdict.NOT_RUN);
  }

  /** A fourth seed of other images counts for no difference. */
  @Test
  void theNormsShownAreThoseThatAreCompared() {
    List<RunRecord> records = new ArrayList<>();
    for (long seed = 1; seed <= 4; seed++) {
      for (String condition : List.of("time", "today")) {
        RunRecord relu = run(condition + "-relu", seed, seed < 4 ? 4 + 0.1 * seed : 40);
        records.add(seed < 4 ? relu : Records.with(relu, "trainingSet", "fewer images"));
        records.add(run(condition + "-tanh", seed, 2));
        records.add(run(condition + "-sigmoid", seed, 1));
      }
    }
    Finding finding = VanishingGradients.finding(Scale.PAPER, records);
    assertThat(finding.ours())
        .startsWith("time: relu 4.200 (sd 0.100, N = 3), tanh 2.000 (sd 0.000, N = 3)");
    assertThat(finding.evidence())
        .contains("of two protocols and left out: seed 4 (training set")
        .contains("fewer images in time-relu");
  }
}
