package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import recap.experiments.PrecisionCurves.Subject;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;
import recap.onednn.Precision;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import tech.tablesaw.api.Table;

/** Tables, charts and verdicts of {@link PrecisionCurves}, from its records. */
final class PrecisionCurvesReport {
  private static final String LOSS = "train_loss";
  private static final String TRAIN = "running_error";
  private static final String TEST = "test_error";

  /** The share of float32's loss by which the other may differ and still be alike. */
  private static final double MARGIN = 0.05;

  private final Scale scale;
  private final List<RunRecord> records;
  private final List<RunRecord> all;

  private PrecisionCurvesReport(Scale scale, List<RunRecord> records) {
    this.scale = scale;
    this.records =
        Diverged.without(records).stream().filter(r -> !r.having(TRAIN).isEmpty()).toList();
    this.all = records;
  }

  static Conclusion of(Scale scale, List<RunRecord> records) {
    return new PrecisionCurvesReport(scale, records).conclude();
  }

  private Conclusion conclude() {
    Map<String, Figure> charts = new LinkedHashMap<>();
    curves(LOSS, "training loss", 1).ifPresent(chart -> charts.put("training-loss", chart));
    curves(TRAIN, "training error (%)", 100).ifPresent(c -> charts.put("training-error", c));
    curves(TEST, "test error (%)", 100).ifPresent(chart -> charts.put("test-error", chart));
    var findings = new ArrayList<Finding>();
    for (Subject subject : Subject.values()) {
      findings.add(alike(subject));
    }
    return new Conclusion(findings, Map.of("ends", table()), charts);
  }

  private List<RunRecord> runs(Subject subject, Precision precision) {
    return records.stream().filter(r -> r.arm().equals(subject.arm(precision))).toList();
  }

  /** Both precisions of both networks, mean and spread over seeds. */
  private Optional<Figure> curves(String metric, String axis, double factor) {
    var chart = Charts.lines("The same training in float32 and in bfloat16", "epoch", axis);
    var used = new ArrayList<RunRecord>();
    for (Subject subject : Subject.values()) {
      for (Precision precision : Precision.values()) {
        List<RunRecord> runs = runs(subject, precision);
        if (!runs.isEmpty()) {
          String name = subject.title(scale) + ", " + format(precision);
          List<Curve> curves = Curves.overEpochs(runs, metric, factor);
          chart.seeds(name, subject.ordinal(), precision.ordinal(), curves);
          used.addAll(runs);
        }
      }
    }
    return Curves.figure(chart, used);
  }

  private static String format(Precision precision) {
    return precision == Precision.F32 ? "float32" : "bfloat16";
  }

  private Table table() {
    return RunTable.of("ends", records)
        .column("train_loss", run -> run.last(LOSS))
        .column("train_error_percent", run -> Percent.of(run.last(TRAIN)))
        .column("test_error_percent", run -> Percent.of(run.last(TEST)))
        .table();
  }

  private Finding alike(Subject subject) {
    String claim = "bfloat16-" + subject.name().toLowerCase(Locale.ROOT);
    String claimed = "float32=bfloat16";
    String unit = "training loss of the last epoch";
    List<SeedPair> pairs =
        SeedPair.ofAnyPrecision(runs(subject, Precision.BF16), runs(subject, Precision.F32));
    String diverged = diverged(subject);
    if (scale != Scale.SMOKE && divergedInBfloat16Alone(subject)) {
      String ends = summary(subject, Precision.F32) + ", " + summary(subject, Precision.BF16);
      String why = "a seed diverges in bfloat16 that ends in float32";
      return new Finding(claim, claimed, ends, unit, Verdict.NOT_REPRODUCED, why + diverged);
    }
    if (pairs.size() < 2 || scale == Scale.SMOKE) {
      Finding none =
          Finding.notRun(
              claim,
              claimed,
              unit,
              "needs two seeds or more in both precisions on CIFAR-10, under one protocol"
                  + diverged);
      return Diverged.undecided(none, all, subject.arm(Precision.F32));
    }
    List<Double> wide = pairs.stream().map(pair -> pair.second().last(LOSS)).toList();
    List<Double> narrow = pairs.stream().map(pair -> pair.first().last(LOSS)).toList();
    var difference = SeedPair.difference(pairs, run -> run.last(LOSS));
    double margin = MARGIN * Finding.mean(wide);
    return new Finding(
        claim,
        claimed,
        "float32 " + Finding.summary(wide, 4) + ", bfloat16 " + Finding.summary(narrow, 4),
        unit,
        difference.alike(margin),
        String.format(
                Locale.ROOT,
                "%s: with bfloat16 %.4f %s (standard error %.4f, N = %d), so hardly more than %.4f apart;"
                    + " up to %.4f, %.0f %% of float32's, count as alike, a margin set after the runs of 2026",
                subject.title(scale),
                Math.abs(difference.mean()),
                difference.mean() < 0 ? "higher" : "lower",
                difference.standardError(),
                difference.pairs(),
                difference.furthest(),
                margin,
                100 * MARGIN)
            + diverged);
  }

  /**
   * Whether a seed did that ended in float32: if both do, or float32 alone, bfloat16 is as good.
   */
  private boolean divergedInBfloat16Alone(Subject subject) {
    List<Long> wide = runs(subject, Precision.F32).stream().map(RunRecord::seed).toList();
    return all.stream()
        .filter(run -> run.arm().equals(subject.arm(Precision.BF16)))
        .anyMatch(run -> run.status() == Status.DIVERGED && wide.contains(run.seed()));
  }

  /** Of whatever runs ended. */
  private String summary(Subject subject, Precision precision) {
    List<Double> ends = runs(subject, precision).stream().map(run -> run.last(LOSS)).toList();
    return format(precision) + " " + (ends.isEmpty() ? "none" : Finding.summary(ends, 4));
  }

  private String diverged(Subject subject) {
    var arms = Arrays.stream(Precision.values()).map(subject::arm).toList();
    return Diverged.named(all.stream().filter(run -> arms.contains(run.arm())).toList());
  }
}
