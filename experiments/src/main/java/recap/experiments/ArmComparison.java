package recap.experiments;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.nn.Network;

/**
 * A claim that one arm does better than another, by every one of some measures: those that come
 * nearest to what the claims table names. The evidence has the errors of both arms, and what test
 * error and gap say, whatever the measure: a network that learns little also overfits little.
 *
 * @param claim its id among the lecture's claims
 * @param claimed as the claims table has it
 * @param measures lower is better
 * @param beside an arm without either choice, whose errors the evidence has too
 */
record ArmComparison(
    String claim,
    String claimed,
    Side better,
    Side worse,
    List<Measure> measures,
    Optional<Side> beside) {
  /** Of two arms alone. */
  ArmComparison(String claim, String claimed, Side better, Side worse, List<Measure> measures) {
    this(claim, claimed, better, worse, measures, Optional.empty());
  }

  /** The same with the errors of a third arm in the evidence. */
  ArmComparison beside(Side side) {
    return new ArmComparison(claim, claimed, better, worse, measures, Optional.of(side));
  }

  /**
   * One side.
   *
   * @param name as records name it
   * @param title as charts and verdicts name it
   */
  record Side(String name, String title) {
    /** Its finished runs. */
    List<RunRecord> runs(List<RunRecord> records) {
      return Diverged.without(records).stream().filter(run -> run.arm().equals(name)).toList();
    }

    /** {@code ResNet-20: 269,722 parameters and ...}: of its network, counted and not measured. */
    String cost(Network network) {
      return String.format(
          Locale.ROOT,
          "%s: %,d parameters and %,d multiply-accumulates an image",
          title,
          network.parameterCount(),
          network.macs());
    }
  }

  /** What a run came to. */
  enum Measure {
    TEST_ERROR("test error (%)", "test error", "points ", 2, run -> 100 * run.last("test_error")),
    /** Both errors with the weights of the end, on images as they are. */
    GENERALISATION_GAP(
        "test error above training error (points)",
        "gap",
        "points ",
        2,
        run -> 100 * (run.last("test_error") - run.last("train_error"))),
    /** Of a run that does not get there, those it spent in vain. */
    EPOCHS(
        "epochs to 25 % training error",
        "epochs to 25 % training error", "", 1, run -> Span.of(run).epochs());

    /** Those that every evidence has. */
    private static final List<Measure> ERRORS = List.of(TEST_ERROR, GENERALISATION_GAP);

    private final String unit;
    private final String title;
    private final String points;
    private final int digits;
    private final ToDoubleFunction<RunRecord> value;

    Measure(
        String unit, String title, String points, int digits, ToDoubleFunction<RunRecord> value) {
      this.unit = unit;
      this.title = title;
      this.points = points;
      this.digits = digits;
      this.value = value;
    }

    double of(RunRecord run) {
      return value.applyAsDouble(run);
    }

    private List<Double> of(List<RunRecord> runs) {
      return runs.stream().map(this::of).toList();
    }

    /** How many runs have no value, only what they spent in vain. */
    private long late(List<RunRecord> runs) {
      return this == EPOCHS ? runs.stream().filter(run -> !Span.of(run).reached()).count() : 0;
    }
  }

  /** The names of both. */
  Set<String> arms() {
    return Set.of(better.name(), worse.name());
  }

  /** What runs say of the claim; nothing before there are two pairs, which give a spread. */
  Finding finding(Scale scale, List<RunRecord> records) {
    List<SeedPair> pairs = SeedPair.of(better.runs(records), worse.runs(records));
    List<RunRecord> good = pairs.stream().map(SeedPair::first).toList();
    List<RunRecord> bad = pairs.stream().map(SeedPair::second).toList();
    String unit = measures.stream().map(m -> m.unit).collect(Collectors.joining("; "));
    String left =
        SeedPair.apart(better.runs(records), worse.runs(records))
            + Diverged.named(records.stream().filter(run -> arms().contains(run.arm())).toList());
    if (pairs.size() < 2 || scale == Scale.SMOKE) {
      String why = "needs two seeds or more of both on real images";
      Finding none = Finding.notRun(claim, claimed, unit, why + left);
      return Diverged.undecided(none, records, better.name(), worse.name());
    }
    if (measures.contains(Measure.EPOCHS)) {
      left = Span.late(good) + Span.late(bad) + left;
      if (!Span.late(good).isEmpty()
          || (Measure.EPOCHS.late(bad) > 0 && lower(Measure.EPOCHS, pairs) < pairs.size())) {
        return Finding.notRun(claim, claimed, unit, "no number, as not every run got there" + left)
            .with(Verdict.UNDECIDED);
      }
    }
    var finding =
        new Finding(
            claim,
            claimed,
            measures.stream()
                .map(measure -> side(better, measure, good) + ", " + side(worse, measure, bad))
                .collect(Collectors.joining("; ")),
            unit,
            Verdict.ofAll(measures.stream().map(measure -> verdict(measure, pairs)).toList()),
            better.title()
                + ": "
                + measures.stream()
                    .map(measure -> evidence(measure, pairs))
                    .collect(Collectors.joining(", "))
                + (measures.containsAll(Measure.ERRORS)
                    ? "; what learns little also overfits little, so the test error must fall too"
                    : "")
                + undecisive(pairs)
                + "; training and test error: "
                + errors(better, good)
                + ", "
                + errors(worse, bad)
                + beside
                    .filter(side -> !side.runs(records).isEmpty())
                    .map(side -> ", " + errors(side, side.runs(records)))
                    .orElse("")
                + Guessing.named(good)
                + Guessing.named(bad)
                + left);
    return Diverged.capped(finding, records, better.name());
  }

  /** What the errors say by which the claim is not judged: {@code ; not judged by: gap ...}. */
  private String undecisive(List<SeedPair> pairs) {
    String text =
        Measure.ERRORS.stream()
            .filter(measure -> !measures.contains(measure))
            .map(measure -> evidence(measure, pairs))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "" : "; not judged by: " + text;
  }

  /** Where runs did not get there, their differences are bounds, which have no spread to test. */
  private static Verdict verdict(Measure measure, List<SeedPair> pairs) {
    if (measure.late(pairs.stream().map(SeedPair::second).toList()) == 0) {
      return difference(measure, pairs).verdict();
    }
    // Every pair's bound is lower, or the runs would have had to be longer.
    return pairs.size() >= Difference.SIGNS ? Verdict.REPRODUCED : Verdict.UNDECIDED;
  }

  private static Difference difference(Measure measure, List<SeedPair> pairs) {
    Difference difference = SeedPair.difference(pairs, measure::of);
    return measure == Measure.EPOCHS ? difference.ofWhole(1) : difference;
  }

  /** In how many pairs the better side is. */
  private static long lower(Measure measure, List<SeedPair> pairs) {
    return pairs.stream()
        .filter(pair -> measure.of(pair.first()) < measure.of(pair.second()))
        .count();
  }

  private static String evidence(Measure measure, List<SeedPair> pairs) {
    Difference difference = difference(measure, pairs);
    return measure.late(pairs.stream().map(SeedPair::second).toList()) == 0
        ? String.format(
            Locale.ROOT,
            "%s %s, lower in %d of %d pairs",
            measure.title,
            difference.text(measure.points, "lower", "higher"),
            lower(measure, pairs),
            pairs.size())
        : String.format(
            Locale.ROOT,
            "%s at least %.1f lower, in %d of %d pairs (a bound, which has no spread: its sign decides"
                + " from %d pairs on)",
            measure.title,
            difference.mean(),
            lower(measure, pairs),
            pairs.size(),
            Difference.SIGNS);
  }

  /** What an arm came to. */
  private static String side(Side side, Measure measure, List<RunRecord> runs) {
    List<Double> values = measure.of(runs);
    long late = measure.late(runs);
    return side.title()
        + " "
        + (late == 0
            ? Finding.summary(values, measure.digits)
            : String.format(
                Locale.ROOT,
                "above %.1f (not reached by %d of %d)",
                Finding.mean(values),
                late,
                runs.size()));
  }

  private static String errors(Side side, List<RunRecord> runs) {
    return String.format(
        Locale.ROOT,
        "%s %.2f and %.2f %%",
        side.title(),
        100 * Finding.mean(runs.stream().map(run -> run.last("train_error")).toList()),
        100 * Finding.mean(runs.stream().map(run -> run.last("test_error")).toList()));
  }
}
