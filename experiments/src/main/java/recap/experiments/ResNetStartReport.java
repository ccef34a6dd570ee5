package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import recap.experiments.ResNetStart.Start;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import tech.tablesaw.api.Table;

/** Tables, charts and verdicts of {@link ResNetStart}, from its records. */
final class ResNetStartReport {
  private static final String RESPONSE = "end.response.";
  private static final String UNIT = "test error (%)";

  private final Scale scale;
  private final List<RunRecord> records;
  private final List<RunRecord> all;
  private final String diverged;

  private ResNetStartReport(Scale scale, List<RunRecord> records) {
    this.scale = scale;
    this.records = Diverged.without(records);
    this.all = records;
    this.diverged = Diverged.named(records);
  }

  static Conclusion of(Scale scale, List<RunRecord> records) {
    return new ResNetStartReport(scale, records).conclude();
  }

  private Conclusion conclude() {
    Map<String, Figure> charts = new LinkedHashMap<>();
    chart("training loss", "iteration", run -> Optional.of(loss(run)))
        .ifPresent(c -> charts.put("training-loss", c));
    chart(UNIT, "iteration", run -> Optional.of(testError(run)))
        .ifPresent(c -> charts.put("test-error", c));
    chart("standard deviation of the response", "layer", run -> LayerProbe.curve(run, RESPONSE))
        .ifPresent(c -> charts.put("layer-responses", c));
    List<Finding> findings =
        Arrays.stream(Start.values())
            .filter(start -> start != Start.UNIT_SCALES)
            .map(this::finding)
            .toList();
    return new Conclusion(findings, Map.of("ends", table()), charts);
  }

  private List<RunRecord> runs(Start start) {
    return records.stream().filter(run -> run.arm().equals(start.arm())).toList();
  }

  /** One curve a start, over its seeds. */
  private Optional<Figure> chart(
      String axis, String over, Function<RunRecord, Optional<Curve>> curve) {
    var chart = Charts.lines("Four starts of ResNet-" + ResNetStart.depth(scale), over, axis);
    var used = new ArrayList<RunRecord>();
    for (Start start : Start.values()) {
      List<Curve> curves = runs(start).stream().map(curve).flatMap(Optional::stream).toList();
      if (!curves.isEmpty()) {
        chart.seeds(start.title(), start.ordinal(), 0, curves);
        used.addAll(runs(start));
      }
    }
    return Curves.figure(chart, used);
  }

  private static Curve loss(RunRecord run) {
    return Curves.overIterations(run, "train_loss", 1);
  }

  private static Curve testError(RunRecord run) {
    return Curves.overIterations(run, "test_error", 100);
  }

  private Table table() {
    return RunTable.of("ends", records)
        .column("train_loss", run -> run.last("train_loss"))
        .column("test_error_percent", run -> Percent.of(run.last("test_error")))
        .column("first_stage_response", this::firstStage)
        .column("other_stages_response", this::otherStages)
        .table();
  }

  /** Batch norms of each of the three stages; the network's first layer belongs to none. */
  private int inAStage() {
    return (ResNetStart.depth(scale) - 2) / 3;
  }

  private double firstStage(RunRecord run) {
    return meanResponse(run, 2, inAStage());
  }

  private double otherStages(RunRecord run) {
    return meanResponse(run, 2 + inAStage(), 2 * inAStage());
  }

  private static double meanResponse(RunRecord run, int first, int layers) {
    return IntStream.range(first, first + layers)
        .mapToDouble(layer -> run.last(LayerProbe.key(RESPONSE, layer)))
        .average()
        .orElse(Double.NaN);
  }

  /** Whether a start ends lower than scales of 1 do. */
  private Finding finding(Start start) {
    String claim = "start-" + start.arm();
    String claimed = start.title() + "<" + Start.UNIT_SCALES.title();
    List<SeedPair> pairs = SeedPair.of(runs(start), runs(Start.UNIT_SCALES));
    String left = SeedPair.apart(runs(start), runs(Start.UNIT_SCALES)) + diverged;
    if (pairs.isEmpty() || scale == Scale.SMOKE) {
      Finding none =
          Finding.notRun(claim, claimed, UNIT, "needs both on CIFAR-10, under one protocol" + left);
      return Diverged.undecided(none, all, start.arm(), Start.UNIT_SCALES.arm());
    }
    double seeds = scale == Scale.PAPER ? RateDifference.RESIDUAL : Double.NaN;
    var error =
        ErrorJudgement.of(pairs, ResNetStartReport::percent, ResNetStart.testImages(scale), seeds);
    var finding =
        new Finding(
            claim,
            claimed,
            side(start, pairs, SeedPair::first)
                + ", "
                + side(Start.UNIT_SCALES, pairs, SeedPair::second),
            UNIT,
            error.verdict(),
            start.title()
                + ": "
                + error.text()
                + "; "
                + learned(start, pairs, SeedPair::first)
                + ", "
                + learned(Start.UNIT_SCALES, pairs, SeedPair::second)
                + left);
    return Diverged.capped(finding, all, start.arm());
  }

  private static String side(Start start, List<SeedPair> pairs, Function<SeedPair, RunRecord> of) {
    List<Double> errors = pairs.stream().map(of).map(ResNetStartReport::percent).toList();
    return start.title() + " " + Finding.summary(errors, 2);
  }

  private static double percent(RunRecord run) {
    return 100 * run.last("test_error");
  }

  /** The loss, and what the first stage and the others still respond with. */
  private String learned(Start start, List<SeedPair> pairs, Function<SeedPair, RunRecord> of) {
    List<RunRecord> runs = pairs.stream().map(of).toList();
    return String.format(
        Locale.ROOT,
        "%s: at the end a training loss of %.3f and responses of %.2f in the first stage, %.2f in"
            + " the others",
        start.title(),
        Finding.mean(runs.stream().map(run -> run.last("train_loss")).toList()),
        Finding.mean(runs.stream().map(this::firstStage).toList()),
        Finding.mean(runs.stream().map(this::otherStages).toList()));
  }
}
