package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import recap.experiments.BlockCost.Contender;
import recap.experiments.BlockCost.Pair;
import recap.experiments.record.RunRecord;
import recap.onednn.Mode;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import recap.zoo.Zoo;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Table, chart and verdicts of {@link BlockCost}, from its records and from accounting. */
final class BlockCostReport {
  /** Passes over the MACs in a training step. */
  private static final double STEP_PASSES = 3;

  /**
   * One network in one mode.
   *
   * @param macs of one block and one image
   * @param turns of one block and one image
   * @param passes over the MACs
   */
  private record Timing(
      String arm, String name, String mode, long macs, Turns turns, double passes) {
    double median() {
      return turns.median();
    }

    double gflops() {
      return turns.gflops(passes * macs);
    }
  }

  private BlockCostReport() {}

  static Conclusion of(List<Pair> pairs, List<RunRecord> records) {
    var timings = new ArrayList<Timing>();
    for (Pair pair : pairs) {
      List<RunRecord> runs = records.stream().filter(r -> r.arm().equals(pair.arm())).toList();
      if (!runs.isEmpty()) {
        pair.contenders().forEach(c -> timings.addAll(timings(pair, c, runs)));
      }
    }
    Map<String, Figure> charts = new LinkedHashMap<>();
    if (!timings.isEmpty()) {
      charts.put("macs-against-milliseconds", chart(timings, records));
    }
    String machines = timings.isEmpty() ? "" : "; on " + Turns.machines(records);
    List<Finding> findings =
        findings(timings).stream()
            .map(f -> f.evidence().isEmpty() ? f : f.because(f.evidence() + machines))
            .toList();
    return new Conclusion(findings, Map.of("block-cost", table(timings)), charts);
  }

  private static List<Timing> timings(Pair pair, Contender contender, List<RunRecord> runs) {
    var timings = new ArrayList<Timing>();
    long macs = contender.network().macs() / pair.blocks();
    for (Mode mode : BlockCost.MODES) {
      timings.add(
          new Timing(
              pair.arm(),
              contender.name(),
              mode == Mode.INFERENCE ? "forward" : "training step",
              macs,
              Turns.of(runs, contender.name(), mode, pair.batch() * pair.blocks()),
              mode == Mode.INFERENCE ? 1 : STEP_PASSES));
    }
    return timings;
  }

  private static Table table(List<Timing> timings) {
    var table =
        Table.create(
            "block-cost",
            StringColumn.create("pair"),
            StringColumn.create("network"),
            StringColumn.create("mode"),
            LongColumn.create("macs"));
    table.addColumns(Turns.columns());
    for (Timing timing : timings) {
      table.stringColumn(0).append(timing.arm());
      table.stringColumn(1).append(timing.name());
      table.stringColumn(2).append(timing.mode());
      table.longColumn(3).append(timing.macs());
      timing.turns().append(table, timing.passes() * timing.macs());
    }
    return table;
  }

  private static Figure chart(List<Timing> timings, List<RunRecord> records) {
    var chart =
        Charts.lines(
                "Cost of blocks and networks: counted against measured",
                "multiply-accumulates of a block or network, one image (millions)",
                "median time of a block or network, one image (ms)")
            .logX()
            .logY();
    var modes = List.of("forward", "training step");
    var names = List.of("basic", "bottleneck", "resnet34", "resnet50");
    for (String mode : modes) {
      for (String name : names) {
        List<Timing> chosen =
            timings.stream().filter(t -> t.name().equals(name) && t.mode().equals(mode)).toList();
        if (!chosen.isEmpty()) {
          var x = chosen.stream().map(t -> t.macs() * 1e-6).toList();
          var y = chosen.stream().map(Timing::median).toList();
          chart.points(
              name + ", " + mode, names.indexOf(name), modes.indexOf(mode), Curve.of(x, y));
        }
      }
    }
    return chart.caption(Curves.timed(records)).figure();
  }

  private static List<Finding> findings(List<Timing> timings) {
    int c = 64;
    int h = 56;
    double unit = (double) h * h * c * c;
    double basic = Blocks.macs(Blocks.basic(c), c, h) / unit;
    double bottleneck = Blocks.macs(Blocks.bottleneck(c), 4 * c, h) / unit;
    List<Double> gmacs =
        Stream.of("resnet50_paper", "resnet34_paper").map(n -> Zoo.build(n).macs() * 1e-9).toList();
    return List.of(
        counted(
            "resnet-basic-flops",
            List.of("18"),
            List.of(basic),
            0,
            "x HWC^2",
            measured(timings, "basic")),
        counted(
            "resnet-bottleneck-flops",
            List.of("17"),
            List.of(bottleneck),
            0,
            "x HWC^2",
            measured(timings, "bottleneck"),
            ratios(timings, "basic", "bottleneck")),
        counted(
            "resnet-50-vs-34",
            List.of("3.8", "3.6"),
            gmacs,
            BlockCost.TOLERANCE,
            "GMACs",
            ratios(timings, "resnet34", "resnet50")));
  }

  /** What was counted, judged as the claim is, and beside it what was measured. */
  private static Finding counted(
      String claim,
      List<String> claimed,
      List<Double> ours,
      double tolerance,
      String unit,
      String... measured) {
    boolean agree =
        IntStream.range(0, ours.size())
            .allMatch(
                i -> Agreement.of(ours.get(i), Double.parseDouble(claimed.get(i)), tolerance));
    return new Finding(
        claim,
        String.join(";", claimed),
        ours.stream().map(BlockCostReport::number).collect(Collectors.joining(";")),
        unit,
        agree ? Verdict.REPRODUCED : Verdict.CORRECTED,
        evidence(measured));
  }

  private static String evidence(String... measured) {
    return Arrays.stream(measured).filter(m -> !m.isEmpty()).collect(Collectors.joining("; "));
  }

  private static String measured(List<Timing> timings, String name) {
    double[] gflops =
        timings.stream()
            .filter(t -> t.name().equals(name) && t.mode().equals("training step"))
            .mapToDouble(Timing::gflops)
            .toArray();
    return gflops.length == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "a training step runs at %.0f to %.0f GFLOP/s over %d sizes, counted as direct"
                + " convolutions",
            Arrays.stream(gflops).min().orElseThrow(),
            Arrays.stream(gflops).max().orElseThrow(),
            gflops.length);
  }

  /** How much longer the second takes than the first in the same pair. */
  private static String ratios(List<Timing> timings, String first, String second) {
    var texts = new ArrayList<String>();
    for (String mode : List.of("forward", "training step")) {
      double[] ratios =
          timings.stream()
              .filter(t -> t.name().equals(second) && t.mode().equals(mode))
              .mapToDouble(t -> t.median() / partner(timings, t, first).median())
              .sorted()
              .toArray();
      if (ratios.length > 0) {
        String least = String.format(Locale.ROOT, "%.2f", ratios[0]);
        String most = String.format(Locale.ROOT, "%.2f", ratios[ratios.length - 1]);
        String range = least.equals(most) ? least : least + " to " + most;
        texts.add("%s takes %s times as long as %s (%s)".formatted(second, range, first, mode));
      }
    }
    return String.join("; ", texts);
  }

  private static Timing partner(List<Timing> timings, Timing timing, String name) {
    return timings.stream()
        .filter(t -> t.arm().equals(timing.arm()) && t.mode().equals(timing.mode()))
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf(Math.round(value))
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
