package recap.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import recap.experiments.Degradation.Form;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.Scale;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables, charts and verdicts of {@link Degradation}, from its records. */
final class DegradationReport {
  /** Points that a smoothed error is the mean of. */
  private static final int WINDOW = 3;

  private static final String TRAIN = "running_error";
  private static final String TEST = "test_error";

  private final Scale scale;
  private final List<RunRecord> records;
  private final List<RunRecord> all;
  private final String diverged;
  private final int shallow;
  private final int deep;

  private DegradationReport(Scale scale, List<RunRecord> records) {
    this.scale = scale;
    this.records =
        Diverged.without(records).stream().filter(r -> !r.having(TRAIN).isEmpty()).toList();
    this.all = records;
    this.diverged = Diverged.named(records);
    this.shallow = Degradation.depths(scale).get(0);
    this.deep = Degradation.depths(scale).get(1);
  }

  static Conclusion of(Scale scale, List<RunRecord> records) {
    return new DegradationReport(scale, records).conclude();
  }

  private Conclusion conclude() {
    Map<String, Figure> charts = new LinkedHashMap<>();
    errors(TRAIN, "training error, mean of " + WINDOW + " points (%)")
        .ifPresent(c -> charts.put("training-error", c));
    errors(TEST, "test error (%)").ifPresent(c -> charts.put("test-error", c));
    layers("start.gradient.", "gradient norm, initial weights")
        .ifPresent(c -> charts.put("gradient-norm-start", c));
    layers("end.gradient.", "gradient norm, final weights")
        .ifPresent(c -> charts.put("gradient-norm-end", c));
    layers("end.response.", "standard deviation of the response")
        .ifPresent(c -> charts.put("layer-responses", c));
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("errors", table());
    if (scale == Scale.PAPER) {
      var byDepth = new ErrorsByDepth(records);
      tables.put("table-6", byDepth.table());
      byDepth.chart().ifPresent(c -> charts.put("error-by-depth", c));
    }
    return new Conclusion(findings(), tables, charts);
  }

  private List<RunRecord> runs(Form form, int depth) {
    return records.stream().filter(r -> r.arm().equals(form.arm(depth))).toList();
  }

  private Optional<Figure> errors(String metric, String axis) {
    var used = new ArrayList<RunRecord>();
    var chart = Charts.lines("Plain and residual networks on CIFAR-10's images", "iteration", axis);
    if (scale == Scale.SMOKE) {
      chart = Charts.lines("Plain and residual networks, generated images", "iteration", axis);
    }
    for (Form form : Form.values()) {
      for (int depth : Degradation.depths(scale)) {
        List<RunRecord> runs = runs(form, depth);
        if (!runs.isEmpty()) {
          List<Curve> curves = runs.stream().map(r -> error(r, metric)).toList();
          chart.seeds(form.title(depth), form.ordinal(), depth == deep ? 0 : 1, curves);
          used.addAll(runs);
        }
      }
    }
    return Curves.figure(chart, used);
  }

  /** Percent over iterations; the training error smoothed. */
  private static Curve error(RunRecord run, String metric) {
    Curve curve = Curves.overIterations(run, metric, 100);
    return metric.equals(TRAIN) ? curve.smoothed(WINDOW) : curve;
  }

  /** One value a layer, over the layers' places. */
  private Optional<Figure> layers(String prefix, String axis) {
    var used = new ArrayList<RunRecord>();
    var chart = Charts.lines("Layers of plain and residual networks", "layer", axis);
    for (Form form : Form.values()) {
      for (int depth : Degradation.depths(scale)) {
        List<Curve> curves =
            runs(form, depth).stream()
                .map(r -> LayerProbe.curve(r, prefix))
                .flatMap(Optional::stream)
                .toList();
        if (!curves.isEmpty()) {
          chart.seeds(form.title(depth), form.ordinal(), depth == deep ? 0 : 1, curves);
          used.addAll(runs(form, depth));
        }
      }
    }
    return Curves.figure(chart.logY(), used);
  }

  private Table table() {
    var table =
        Table.create(
            "errors",
            StringColumn.create("arm"),
            LongColumn.create("seed"),
            StringColumn.create("precision"),
            LongColumn.create("iterations"),
            DoubleColumn.create("train_error_percent"),
            DoubleColumn.create("test_error_percent"));
    for (RunRecord run : records) {
      table.stringColumn(0).append(run.arm());
      table.longColumn(1).append(run.seed());
      table.stringColumn(2).append(TrainingJob.precision(run.spec()).name());
      table.longColumn(3).append(run.metrics().get(run.metrics().size() - 1).iteration());
      table.doubleColumn(4).append(end(run, TRAIN));
      table.doubleColumn(5).append(end(run, TEST));
    }
    return table;
  }

  /** The last value in percent; of the training error the smoothed one. */
  private static double end(RunRecord run, String metric) {
    double[] y = error(run, metric).y();
    return y[y.length - 1];
  }

  /** That of the end in percent, smoothed. */
  static double trainingError(RunRecord run) {
    return end(run, TRAIN);
  }

  private List<Finding> findings() {
    Finding train =
        compare("resnet-degradation-train", "56>20", Form.PLAIN, TRAIN, "training error (%)");
    Finding test = compare("resnet-degradation-test", "56>20", Form.PLAIN, TEST, "test error (%)");
    Finding gradients =
        GradientFlow.finding(scale, deep, runs(Form.RESNET, deep), runs(Form.PLAIN, deep));
    gradients = Diverged.undecided(gradients, all, Form.RESNET.arm(deep), Form.PLAIN.arm(deep));
    gradients = Diverged.capped(gradients, all, Form.RESNET.arm(deep));
    return Stream.of(train, test, cure(), gradients)
        .map(this::judged)
        .map(f -> f.because(f.evidence() + diverged))
        .toList();
  }

  private Finding cure() {
    Finding cure = compare("resnet-cure", "56<20", Form.RESNET, TEST, "test error (%)");
    return scale == Scale.PAPER
        ? cure.because(cure.evidence() + new ErrorsByDepth(records).comparison())
        : cure;
  }

  /**
   * Undecided where the schedule is short, which cannot tell whether depth keeps a network from
   * learning or delays it: the residual network of the same depth is delayed too.
   */
  private Finding judged(Finding finding) {
    if (scale == Scale.PAPER) {
      return finding;
    }
    boolean both = !runs(Form.RESNET, deep).isEmpty() && !runs(Form.PLAIN, deep).isEmpty();
    String control = both ? ": here " + deepAgainstPlain() : "";
    return finding.ofShortRuns(control);
  }

  private String deepAgainstPlain() {
    List<RunRecord> plain = runs(Form.PLAIN, deep);
    List<RunRecord> residual = runs(Form.RESNET, deep);
    return String.format(
        Locale.ROOT,
        "%s ends at %.1f %% training error and %s at %.1f %%",
        Form.RESNET.title(deep),
        Finding.mean(ends(residual, TRAIN)),
        Form.PLAIN.title(deep),
        Finding.mean(ends(plain, TRAIN)));
  }

  private Finding compare(String claim, String claimed, Form form, String metric, String unit) {
    List<RunRecord> small = runs(form, shallow);
    List<RunRecord> large = runs(form, deep);
    if (small.isEmpty() || large.isEmpty() || scale == Scale.SMOKE) {
      Finding none =
          Finding.notRun(claim, claimed, unit, "needs complete runs of both depths on CIFAR-10");
      return Diverged.undecided(none, all, form.arm(shallow), form.arm(deep));
    }
    boolean deepIsWorse = claimed.contains(">");
    List<SeedPair> pairs = deepIsWorse ? SeedPair.of(small, large) : SeedPair.of(large, small);
    String apart = SeedPair.apart(large, small);
    if (pairs.isEmpty()) {
      String why = "needs both depths with the same seed, under one protocol";
      Finding none = Finding.notRun(claim, claimed, unit, why + apart);
      return Diverged.undecided(none, all, form.arm(shallow), form.arm(deep));
    }
    List<RunRecord> first = pairs.stream().map(SeedPair::first).toList();
    List<RunRecord> second = pairs.stream().map(SeedPair::second).toList();
    long images = metric.equals(TRAIN) ? learned(first.get(0)) : Degradation.testImages(scale);
    boolean residual = scale == Scale.PAPER && form == Form.RESNET && metric.equals(TEST);
    double seeds = residual ? RateDifference.RESIDUAL : Double.NaN;
    var judgement = ErrorJudgement.of(pairs, run -> end(run, metric), images, seeds);
    var finding =
        new Finding(
            claim,
            claimed,
            form.title(deep)
                + " "
                + Finding.summary(ends(deepIsWorse ? second : first, metric), 2)
                + ", "
                + form.title(shallow)
                + " "
                + Finding.summary(ends(deepIsWorse ? first : second, metric), 2),
            unit,
            judgement.verdict(),
            "at the end of the schedule"
                + (metric.equals(TRAIN) ? ", mean of the last " + WINDOW + " points" : "")
                + ": "
                + form.title(deepIsWorse ? shallow : deep)
                + " "
                + judgement.text()
                + (metric.equals(TRAIN) ? aboveThroughout(first.get(0), second.get(0)) : "")
                + apart);
    return Diverged.capped(finding, all, form.arm(deepIsWorse ? shallow : deep));
  }

  private static List<Double> ends(List<RunRecord> runs, String metric) {
    return runs.stream().map(run -> end(run, metric)).toList();
  }

  /**
   * Images that the last smoothed training error is a mean over, those seen again not counted
   * again.
   */
  private long learned(RunRecord run) {
    List<Point> points = run.having(TRAIN);
    int before = points.size() - 1 - WINDOW;
    long from = before < 0 ? 0 : points.get(before).iteration();
    long looks = Degradation.BATCH * (points.get(points.size() - 1).iteration() - from);
    return Math.min(looks, Degradation.trainImages(scale));
  }

  /** How much of the second half the deep network's smoothed error lies above. */
  private static String aboveThroughout(RunRecord small, RunRecord large) {
    double[] low = error(small, TRAIN).y();
    double[] high = error(large, TRAIN).y();
    int points = Math.min(low.length, high.length);
    int above = 0;
    for (int i = points / 2; i < points; i++) {
      above += high[i] > low[i] ? 1 : 0;
    }
    return "; the deeper one is above at "
        + above
        + " of the "
        + (points - points / 2)
        + " points of the second half";
  }
}
