package recap.experiments;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;

/**
 * A claim that one arm does better than another, by every one of some measures.
 *
 * @param claim its id among the lecture's claims
 * @param claimed as the claims table has it
 * @param measures lower is better
 */
record Comparison(String claim, String claimed, Arm better, Arm worse, List<Measure> measures) {
  /**
   * One side.
   *
   * @param name as records name it
   * @param title as charts and verdicts name it
   */
  record Arm(String name, String title) {
    /** Its finished runs. */
    List<RunRecord> runs(List<RunRecord> records) {
      return Diverged.without(records).stream().filter(run -> run.arm().equals(name)).toList();
    }
  }

  /** What a run came to. */
  enum Measure {
    TEST_ERROR("test error (%)", 2, run -> 100 * run.last("test_error")),
    /** Both errors with the weights of the end, on images as they are. */
    GENERALISATION_GAP(
        "test error above training error (points)",
        2,
        run -> 100 * (run.last("test_error") - run.last("train_error"))),
    EPOCHS("epochs to 25 % training error", 1, run -> Span.of(run).epochs());

    private final String unit;
    private final int digits;
    private final ToDoubleFunction<RunRecord> value;

    Measure(String unit, int digits, ToDoubleFunction<RunRecord> value) {
      this.unit = unit;
      this.digits = digits;
      this.value = value;
    }

    double of(RunRecord run) {
      return value.applyAsDouble(run);
    }

    private List<Double> of(List<RunRecord> runs) {
      return runs.stream().map(this::of).toList();
    }
  }

  /** What both arms came to by one measure, a value for each run. */
  private record Outcome(Measure measure, List<Double> better, List<Double> worse) {
    Difference difference() {
      return Difference.of(better, worse);
    }

    String evidence() {
      Difference difference = difference();
      return String.format(
          Locale.ROOT,
          "%.2f %s %s (standard error %.2f)",
          Math.abs(difference.mean()),
          difference.direction(),
          measure.unit,
          difference.standardError());
    }
  }

  /** The names of both. */
  Set<String> arms() {
    return Set.of(better.name(), worse.name());
  }

  /** What runs say of the claim; nothing before each arm has two, which give a spread. */
  Finding finding(Scale scale, List<RunRecord> records) {
    List<RunRecord> good = better.runs(records);
    List<RunRecord> bad = worse.runs(records);
    String unit = measures.stream().map(m -> m.unit).collect(Collectors.joining("; "));
    String left =
        Diverged.named(records.stream().filter(run -> arms().contains(run.arm())).toList());
    if (good.size() < 2 || bad.size() < 2 || scale == Scale.SMOKE) {
      String why = "needs two seeds or more of both on real images";
      return Finding.notRun(claim, claimed, unit, why + left);
    }
    if (measures.contains(Measure.EPOCHS)) {
      left = Span.late(good) + Span.late(bad) + left;
      if (!Span.late(good).isEmpty()) {
        return Finding.notRun(claim, claimed, unit, "needs longer runs" + left);
      }
    }
    List<Outcome> outcomes =
        measures.stream().map(m -> new Outcome(m, m.of(good), m.of(bad))).toList();
    return new Finding(
        claim,
        claimed,
        outcomes.stream().map(this::sides).collect(Collectors.joining("; ")),
        unit,
        outcomes.stream().allMatch(outcome -> outcome.difference().counts())
            ? Verdict.REPRODUCED
            : Verdict.NOT_REPRODUCED,
        String.format(
            Locale.ROOT,
            "%s: %s; a difference counts above %.0f standard errors%s",
            better.title(),
            outcomes.stream().map(Outcome::evidence).collect(Collectors.joining(", ")),
            Difference.ERRORS,
            left));
  }

  private String sides(Outcome outcome) {
    int digits = outcome.measure().digits;
    return "%s %s, %s %s"
        .formatted(
            better.title(),
            Finding.summary(outcome.better(), digits),
            worse.title(),
            Finding.summary(outcome.worse(), digits));
  }
}
