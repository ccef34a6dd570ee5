package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static recap.experiments.record.Records.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;

class ReluVsTanhTest {
  /** A run that reaches 25 % after {@code epochs}, or not at all after 40. */
  private static RunRecord run(String arm, long seed, int epochs) {
    var points = new ArrayList<Point>();
    for (int epoch = 1; epoch <= Math.min(epochs, 40); epoch++) {
      double error = epoch == epochs ? 0.24 : 0.3;
      points.add(
          new Point(
              390L * epoch,
              epoch,
              Map.of("train_error", error, "train_seconds", 10.0 * epoch, "gradient_norm", 1.0)));
    }
    return Records.of(
        spec("relu-vs-tanh", arm, Scale.QUICK, seed),
        Status.FINISHED,
        points.toArray(Point[]::new));
  }

  private static Finding factor(RunRecord... records) {
    return new ReluVsTanh().conclude(Scale.QUICK, List.of(records)).findings().get(0);
  }

  @Test
  void theFactorIsThatOfTheEpochsSeedBySeed() {
    Finding finding =
        factor(
            run("time-relu", 1, 5),
            run("time-relu", 2, 5),
            run("time-tanh", 1, 30),
            run("time-tanh", 2, 31),
            run("today-relu", 1, 8),
            run("today-tanh", 1, 8));
    assertThat(finding.ours())
        .isEqualTo("of the time 6.10 (sd 0.14, N = 2), of today 1.00 (N = 1)");
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.evidence())
        .contains("1.60 above 4.5 (standard error 0.10, N = 2;")
        .contains("1.40 below 7.5 (standard error 0.10, N = 2;");
  }

  /** A mean of five and of two, in seeds that scatter, and of one seed. */
  @Test
  void aMeanThatChanceMayHaveMovedIsUndecided() {
    for (int epochs : List.of(13, 5)) {
      Finding finding =
          factor(
              run("time-relu", 1, 5),
              run("time-relu", 2, 5),
              run("time-tanh", 1, epochs),
              run("time-tanh", 2, 3 * epochs));
      assertThat(finding.ours()).contains("N = 2");
      assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
    }
    Finding one = factor(run("time-relu", 1, 5), run("time-tanh", 1, 10));
    assertThat(one.ours()).startsWith("of the time 2.00 (N = 1)");
    assertThat(one.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(one.evidence()).contains("which takes two seeds or more");
  }

  /** Two seeds of six each: one epoch of ReLU's five is 1.2 of it. */
  @Test
  void factorsThatAgreeAreNoFinerThanTheirEpochs() {
    Finding finding =
        factor(
            run("time-relu", 1, 5),
            run("time-relu", 2, 5),
            run("time-tanh", 1, 30),
            run("time-tanh", 2, 30));
    assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void aMeanOutsideByMoreThanChanceRefutes() {
    Finding finding =
        factor(
            run("time-relu", 1, 5),
            run("time-relu", 2, 5),
            run("time-tanh", 1, 10),
            run("time-tanh", 2, 11));
    assertThat(finding.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
  }

  @Test
  void howMuchAWholeEpochIsOfAFactorIsSaid() {
    assertThat(
            factor(
                    run("today-relu", 1, 6),
                    run("today-tanh", 1, 6),
                    run("today-relu", 2, 8),
                    run("today-tanh", 2, 7),
                    run("time-relu", 1, 99),
                    run("time-tanh", 1, 30))
                .evidence())
        .contains(
            "; epochs are whole ones, and ReLU takes 6 to 8 under conditions of today, of which one"
                + " is up to 17 %;");
    assertThat(factor(run("time-relu", 1, 24), run("time-tanh", 1, 30)).evidence())
        .contains("ReLU takes 24 under conditions of the time, of which one is up to 4 %;");
    assertThat(new ReluVsTanh().deviations(Scale.PAPER))
        .anyMatch(line -> line.startsWith("Epochs are whole ones"));
  }

  @Test
  void secondsAreThoseOfTheMedianEpochSoThatADisturbedOneDoesNotCount() {
    RunRecord calm = run("time-tanh", 1, 30);
    var disturbed = new ArrayList<Point>();
    for (Point point : run("time-relu", 1, 6).metrics()) {
      var values = new TreeMap<>(point.values());
      values.computeIfPresent(
          "train_seconds", (name, value) -> point.epoch() < 3 ? value : value + 1_000);
      disturbed.add(new Point(point.iteration(), point.epoch(), values));
    }
    RunRecord relu =
        Records.of(
            spec("relu-vs-tanh", "time-relu", Scale.QUICK, 1),
            Status.FINISHED,
            disturbed.toArray(Point[]::new));
    assertThat(factor(relu, calm).evidence()).contains("ran both: of the time 5.00 (N = 1)");
    RunRecord elsewhere =
        Records.changed(calm, calm.spec(), Records.machine("another CPU"), calm.metrics());
    assertThat(factor(relu, elsewhere).evidence())
        .contains("ran both: of the time none, of today none");
  }

  @Test
  void whatQuickLeavesOutIsSaidInFigures() {
    assertThat(new ReluVsTanh().deviations(Scale.QUICK))
        .contains(
            "The first 5000 training images stand for all 50 000, and the test error is measured"
                + " on the first 1000 test images.");
  }

  @Test
  void anArmThatDoesNotGetThereGivesABound() {
    Finding finding = factor(run("time-relu", 1, 20), run("time-tanh", 1, 99));
    assertThat(finding.ours()).startsWith("of the time at least 2.00 (N = 1), of today none");
    assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(finding.evidence())
        .contains("time-tanh seed 1 not there after 40 epochs, at 30.0 %");
  }

  @Test
  void aBoundDecidesNothingBeforeItIsBeyondTheRange() {
    Finding within = factor(run("time-relu", 1, 8), run("time-tanh", 1, 99));
    assertThat(within.ours()).startsWith("of the time at least 5.00");
    assertThat(within.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(within.evidence()).contains("as a lower bound, which longer runs could only raise");
    var records = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 5; seed++) {
      records.add(run("time-relu", seed, 4));
      records.add(run("time-tanh", seed, 99));
    }
    Finding four = factor(records.subList(0, 8).toArray(RunRecord[]::new));
    assertThat(four.verdict()).isEqualTo(Verdict.UNDECIDED);
    Finding beyond = factor(records.toArray(RunRecord[]::new));
    assertThat(beyond.ours()).startsWith("of the time at least 10.00");
    assertThat(beyond.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
  }

  @Test
  void everyRateOfEveryGridHasAFileName() {
    for (Scale scale : Scale.values()) {
      for (ReluVsTanh.Condition condition : ReluVsTanh.Condition.values()) {
        for (double rate : ReluVsTanh.rates(scale, condition)) {
          String arm = "time-relu-rate-" + ReluVsTanh.decimal(rate);
          assertThat(spec("relu-vs-tanh", arm, scale, 1).arm()).isEqualTo(arm);
        }
      }
    }
    assertThat(ReluVsTanh.decimal(3e-4)).isEqualTo("0.0003");
  }

  /** Which trained for longer, as tanh does, or on others, as an earlier protocol may have. */
  @Test
  void aTanhThatIsWaitedForIsAPairAndOneOfOtherImagesIsNot() {
    RunRecord relu = run("time-relu", 1, 5);
    RunRecord tanh = run("time-tanh", 1, 30);
    Finding longer = factor(relu, Records.with(tanh, "iterations", 46_800));
    assertThat(longer.ours()).startsWith("of the time 6.00 (N = 1)");
    Finding others = factor(relu, Records.with(tanh, "trainingSet", "CIFAR-10 train"));
    assertThat(others.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(others.evidence()).endsWith("a tanh run of the same seed, on the same images");
  }

  @Test
  void aSeedWithoutReluLeavesItUndecided() {
    Finding finding =
        factor(
            run("time-relu", 1, 5),
            run("time-tanh", 1, 30),
            run("time-relu", 2, 99),
            run("time-tanh", 2, 30));
    assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(finding.evidence())
        .contains("time-relu seed 2 not there")
        .contains("a seed without a factor leaves it undecided");
  }

  @Test
  void withoutRunsNothingIsClaimed() {
    assertThat(factor().verdict()).isEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void aVerdictOnSomeOfTheRunsSaysWhichAreMissing() {
    List<RunRecord> some =
        List.of(run("time-relu", 1, 5), Records.uncommitted(run("time-relu", 3, 5)));
    var experiment = new ReluVsTanh();
    assertThat(
            Publisher.verdict(
                experiment, Scale.PAPER, some, experiment.conclude(Scale.PAPER, some)))
        .contains("needs a ReLU run that reached 25 % training error and a tanh run")
        .contains(
            "Not complete: still to be run are time-relu (seeds 2, 4, 5), time-tanh, time-sigmoid,"
                + " today-relu, today-tanh, today-sigmoid.")
        .contains(
            "Of 2 runs 1 were made with changes that were not committed: time-relu (seed 3).");
    var all =
        List.of(
            run("time-relu", 1, 5),
            run("time-tanh", 1, 5),
            run("today-relu", 1, 5),
            run("today-tanh", 1, 5));
    assertThat(
            Publisher.verdict(experiment, Scale.QUICK, all, experiment.conclude(Scale.QUICK, all)))
        .doesNotContain("Not complete")
        .doesNotContain("not committed");
  }

  @Test
  void aSweepGrowsBeyondTheEdgeThatIsBest() {
    var errors = new TreeMap<>(Map.of(0.001, 0.5, 0.003, 0.4, 0.01, 0.3));
    assertThat(ReluVsTanh.beyond(errors)).isEqualTo(OptionalDouble.of(0.033));
    errors.put(0.033, 0.35);
    assertThat(ReluVsTanh.beyond(errors)).isEmpty();
    errors.put(0.001, 0.1);
    assertThat(ReluVsTanh.beyond(errors)).isEqualTo(OptionalDouble.of(0.00033));
  }

  @Test
  void ratesThatDivergeAreNoChoiceAndPushTheSweepDown() {
    var errors = new TreeMap<>(Map.of(0.01, Double.NaN, 0.1, Double.NaN));
    assertThat(ReluVsTanh.best(errors)).isEmpty();
    assertThat(ReluVsTanh.beyond(errors)).isEqualTo(OptionalDouble.of(0.001));
    errors.put(0.001, 0.9);
    assertThat(ReluVsTanh.best(errors)).contains(0.001);
  }

  @Test
  void everyRateTriedIsInTheTableDivergedOnesToo() {
    var diverged =
        Records.of(spec("relu-vs-tanh", "time-tanh-rate-0.03", Scale.QUICK, 1), Status.DIVERGED);
    var conclusion =
        new ReluVsTanh()
            .conclude(Scale.QUICK, List.of(run("time-tanh-rate-0.003", 1, 1), diverged));
    var rates = conclusion.tables().get("rates");
    assertThat(rates.doubleColumn("rate").asList()).containsExactly(0.003, 0.03);
    assertThat(rates.stringColumn("status").asList()).containsExactly("finished", "diverged");
  }

  @Test
  void conditionsOfTodayAloneDecideNothing() {
    Finding finding = factor(run("today-relu", 1, 8), run("today-tanh", 1, 8));
    assertThat(finding.ours()).isEqualTo("of the time none, of today 1.00 (N = 1)");
    assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  /** A run whose gradient has a norm after the first epoch. */
  private static RunRecord gradient(String arm, long seed, double norm) {
    return Records.of(
        spec("relu-vs-tanh", arm, Scale.PAPER, seed),
        Status.FINISHED,
        new Point(
            390, 1, Map.of("train_error", 0.5, "train_seconds", 10.0, "gradient_norm", norm)));
  }

  private static Finding gradients(List<RunRecord> records) {
    return new ReluVsTanh().conclude(Scale.PAPER, records).findings().get(1);
  }

  @Test
  void gradientsWithoutRunsHaveNoValueThatHidesAnotherScales() {
    assertThat(gradients(List.of()).verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(gradients(List.of()).ours()).isEmpty();
  }

  @Test
  void reluMustLieAboveUnderBothConditionsInEverySeedAlike() {
    var records = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 3; seed++) {
      for (String condition : List.of("time", "today")) {
        records.add(gradient(condition + "-relu", seed, 3 + 0.1 * seed));
        records.add(gradient(condition + "-tanh", seed, 2 + 0.2 * seed));
        records.add(gradient(condition + "-sigmoid", seed, 1));
      }
    }
    Finding finding = gradients(records);
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    var more = new ArrayList<>(records);
    more.add(Records.of(spec("relu-vs-tanh", "today-relu", Scale.PAPER, 4), Status.DIVERGED));
    assertThat(gradients(more).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(finding.ours())
        .startsWith("time: relu 3.200 (sd 0.100, N = 3), tanh 2.400")
        .contains("; today: relu 3.200");
    assertThat(finding.evidence())
        .contains("conditions of the time, relu lies 0.80 above tanh (standard error 0.06, N = 3;")
        .contains(", 2.20 above sigmoid");
    records.removeIf(run -> run.arm().equals("today-relu"));
    assertThat(gradients(records).verdict()).isEqualTo(Verdict.NOT_RUN);
    for (long seed = 1; seed <= 3; seed++) {
      records.add(gradient("today-relu", seed, 1));
    }
    assertThat(gradients(records).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(gradients(records).evidence()).contains("relu lies 1.40 below tanh");
  }

  @Test
  void aRunThatDivergesLeavesItUndecided() {
    var records = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 3; seed++) {
      records.add(run("time-relu", seed, 6));
      records.add(run("time-tanh", seed, 36));
    }
    assertThat(factor(records.toArray(RunRecord[]::new)).verdict()).isEqualTo(Verdict.REPRODUCED);
    for (String arm : List.of("time-relu", "time-tanh")) {
      var more = new ArrayList<>(records);
      more.add(Records.of(spec("relu-vs-tanh", arm, Scale.QUICK, 4), Status.DIVERGED));
      Finding finding = factor(more.toArray(RunRecord[]::new));
      assertThat(finding.verdict()).isEqualTo(Verdict.UNDECIDED);
      assertThat(finding.evidence()).contains("a seed without a factor leaves it undecided");
    }
  }

  @Test
  void aDivergedRunIsNoBound() {
    RunRecord tanh = run("time-tanh", 1, 30);
    RunRecord diverged =
        Records.of(tanh.spec(), Status.DIVERGED, tanh.metrics().toArray(Point[]::new));
    Finding finding =
        factor(run("time-relu", 1, 5), diverged, run("time-relu", 2, 5), run("time-tanh", 2, 30));
    assertThat(finding.ours()).startsWith("of the time 6.00 (N = 1)");
    assertThat(finding.evidence()).endsWith("; diverged and left out: time-tanh seed 1");
  }
}
