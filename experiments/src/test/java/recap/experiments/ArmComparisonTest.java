package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.experiments.ArmComparison.Measure;
import recap.experiments.ArmComparison.Side;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;

class ArmComparisonTest {
  /** A run whose training error falls by ten points an epoch, from 90 % to its end. */
  private static RunRecord run(String arm, long seed, int epochs, double testError) {
    var points = new ArrayList<Point>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      points.add(
          new Point(
              epoch * 100L,
              epoch,
              Map.of(
                  "train_error",
                  1 - 0.1 * epoch,
                  "test_error",
                  testError,
                  "train_seconds",
                  2.0 * epoch)));
    }
    return Records.of(
        Records.spec("experiment", arm, Scale.QUICK, seed),
        Status.FINISHED,
        points.toArray(Point[]::new));
  }

  private static Finding finding(Measure measure, RunRecord... records) {
    return comparison(measure).finding(Scale.QUICK, List.of(records));
  }

  private static ArmComparison comparison(Measure... measures) {
    return new ArmComparison(
        "claim",
        "new<old",
        new Side("new", "the new way"),
        new Side("old", "the old way"),
        List.of(measures));
  }

  @Test
  void whatEverySeedShowsAlikeCounts() {
    Finding finding =
        finding(
            Measure.TEST_ERROR,
            run("new", 1, 8, 0.30),
            run("new", 2, 8, 0.34),
            run("new", 3, 8, 0.32),
            run("old", 1, 8, 0.34),
            run("old", 2, 8, 0.38),
            run("old", 3, 8, 0.37),
            run("old", 4, 8, 0.10));
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.ours())
        .isEqualTo("the new way 32.00 (sd 2.00, N = 3), the old way 36.33 (sd 2.08, N = 3)");
    assertThat(finding.evidence())
        .isEqualTo(
            "the new way: test error 4.33 points lower (standard error 0.33, N = 3; counts above"
                + " 2.92 standard errors), lower in 3 of 3 pairs; not judged by: gap 4.33 points lower"
                + " (standard error 0.33, N = 3; counts above 2.92 standard errors), lower in 3 of 3"
                + " pairs; training and test error: the new way 20.00 and 32.00 %,"
                + " the old way 20.00 and 36.33 %");
  }

  /** An earlier protocol's run of another length. */
  @Test
  void runsOfUnlikeProtocolsAreNoPair() {
    RunRecord earlier = Records.with(run("old", 2, 8, 0.40), "iterations", 9);
    Finding finding =
        finding(
            Measure.TEST_ERROR,
            run("new", 1, 8, 0.30),
            run("new", 2, 8, 0.31),
            run("old", 1, 8, 0.40),
            earlier);
    assertThat(finding.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(finding.evidence())
        .isEqualTo(
            "needs two seeds or more of both on real images; of two protocols and left out: seed 2"
                + " (iterations none in new, 9 in old)");
  }

  @Test
  void aThirdArmStandsBesideThem() {
    var comparison = comparison(Measure.TEST_ERROR).beside(new Side("none", "neither"));
    List<RunRecord> two =
        List.of(
            run("new", 1, 8, 0.30),
            run("new", 2, 8, 0.30),
            run("old", 1, 8, 0.40),
            run("old", 2, 8, 0.41));
    assertThat(comparison.finding(Scale.QUICK, two).evidence()).doesNotContain("neither");
    var three = new ArrayList<>(two);
    three.add(run("none", 1, 8, 0.44));
    assertThat(comparison.finding(Scale.QUICK, three).evidence())
        .endsWith("the old way 20.00 and 40.50 %, neither 20.00 and 44.00 %");
  }

  @Test
  void whatSeedsShowDifferentlyOrTheOtherWayDoesNot() {
    RunRecord[] unlike = {
      run("new", 1, 8, 0.30), run("new", 2, 8, 0.30), run("old", 1, 8, 0.31), run("old", 2, 8, 0.34)
    };
    assertThat(finding(Measure.TEST_ERROR, unlike).verdict()).isEqualTo(Verdict.UNDECIDED);
    Finding reversed =
        finding(
            Measure.TEST_ERROR,
            run("new", 1, 8, 0.5),
            run("new", 2, 8, 0.5),
            run("old", 1, 8, 0.3),
            run("old", 2, 8, 0.3));
    assertThat(reversed.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(reversed.evidence()).contains("test error 20.00 points higher");
  }

  @Test
  void everyMeasureHasToHold() {
    List<RunRecord> lessErrorWiderGap =
        List.of(
            run("new", 1, 8, 0.30),
            run("new", 2, 8, 0.30),
            run("old", 1, 4, 0.40),
            run("old", 2, 4, 0.40));
    var both = comparison(Measure.TEST_ERROR, Measure.GENERALISATION_GAP);
    Finding finding = both.finding(Scale.QUICK, lessErrorWiderGap);
    assertThat(finding.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(finding.unit()).contains("test error (%); test error above training error");
    assertThat(finding.evidence())
        .contains("; what learns little also overfits little, so the test error must fall too;");
    assertThat(comparison(Measure.TEST_ERROR).finding(Scale.QUICK, lessErrorWiderGap).verdict())
        .isEqualTo(Verdict.REPRODUCED);
  }

  @Test
  void aSlowArmThatIsCutOffIsABoundAndAFastOneDecidesNothing() {
    Finding bound =
        finding(
            Measure.EPOCHS,
            run("new", 1, 8, 0.3),
            run("new", 2, 8, 0.3),
            slow("old", 1, 12),
            slow("old", 2, 12));
    assertThat(bound.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(bound.ours())
        .isEqualTo(
            "the new way 8.0 (sd 0.0, N = 2), the old way above 12.0 (not reached by 2 of 2)");
    assertThat(bound.evidence())
        .contains("epochs to 25 % training error at least 4.0 lower, in 2 of 2 pairs (a bound")
        .contains("old seed 1 not there after 12 epochs, at 90.0 %");
    Finding undecided =
        finding(
            Measure.EPOCHS,
            run("new", 1, 13, 0.3),
            run("new", 2, 8, 0.3),
            slow("old", 1, 5),
            slow("old", 2, 20));
    assertThat(undecided.verdict()).isEqualTo(Verdict.UNDECIDED);
    Finding none =
        finding(
            Measure.EPOCHS,
            slow("new", 1, 12),
            run("new", 2, 8, 0.3),
            run("old", 1, 8, 0.3),
            run("old", 2, 8, 0.3));
    assertThat(none.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(none.evidence()).contains("not every run got there; new seed 1 not there");
  }

  @Test
  void aBoundOfFivePairsIsNoChance() {
    var records = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(comparison(Measure.EPOCHS).finding(Scale.QUICK, records).verdict())
          .isEqualTo(seed < 3 ? Verdict.NOT_RUN : Verdict.UNDECIDED);
      records.add(run("new", seed, 8, 0.3));
      records.add(slow("old", seed, 12));
    }
    assertThat(comparison(Measure.EPOCHS).finding(Scale.QUICK, records).verdict())
        .isEqualTo(Verdict.REPRODUCED);
  }

  @Test
  void anEpochLessInEverySeedIsWithinTheRounding() {
    Finding finding =
        finding(
            Measure.EPOCHS,
            learnt("new", 1, 8),
            learnt("new", 2, 8),
            learnt("new", 3, 8),
            learnt("old", 1, 9),
            learnt("old", 2, 9),
            learnt("old", 3, 9));
    assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(finding.evidence()).contains("1.00 lower (standard error 0.50, N = 3;");
  }

  /** A run that stays at 90 % training error. */
  private static RunRecord slow(String arm, long seed, int epochs) {
    return measuredOnce(arm, seed, epochs, 0.9);
  }

  /** A run that is at 20 % training error after so many epochs. */
  private static RunRecord learnt(String arm, long seed, int epochs) {
    return measuredOnce(arm, seed, epochs, 0.2);
  }

  private static RunRecord measuredOnce(String arm, long seed, int epochs, double error) {
    var values = Map.of("train_error", error, "test_error", error, "train_seconds", 2.0);
    return Records.of(
        Records.spec("experiment", arm, Scale.QUICK, seed),
        Status.FINISHED,
        new Point(100, epochs, values));
  }

  private static RunRecord diverged(String arm, long seed) {
    return Records.of(Records.spec("experiment", arm, Scale.QUICK, seed), Status.DIVERGED);
  }

  @Test
  void whatIsClaimedToBeBetterMayNotDiverge() {
    var records = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 3; seed++) {
      records.add(run("new", seed, 8, 0.3));
      records.add(run("old", seed, 8, 0.4));
    }
    records.add(diverged("old", 4));
    Finding old = comparison(Measure.TEST_ERROR).finding(Scale.QUICK, records);
    assertThat(old.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(old.evidence()).endsWith("; diverged and left out: old seed 4");
    records.add(diverged("new", 5));
    Finding both = comparison(Measure.TEST_ERROR).finding(Scale.QUICK, records);
    assertThat(both.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(both.evidence())
        .endsWith("old seed 4, new seed 5; undecided, since not every run of new ended");
  }

  @Test
  void oneSeedOrTheBuiltInImagesShowNothing() {
    RunRecord[] one = {run("new", 1, 8, 0.3), run("old", 1, 8, 0.4)};
    assertThat(finding(Measure.TEST_ERROR, one).verdict()).isEqualTo(Verdict.NOT_RUN);
    List<RunRecord> two =
        List.of(
            run("new", 1, 8, 0.3),
            run("new", 2, 8, 0.3),
            run("old", 1, 8, 0.4),
            run("old", 2, 8, 0.4));
    assertThat(comparison(Measure.TEST_ERROR).finding(Scale.SMOKE, two).verdict())
        .isEqualTo(Verdict.NOT_RUN);
  }
}
