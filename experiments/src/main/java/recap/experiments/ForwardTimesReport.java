package recap.experiments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.nn.Network;
import recap.onednn.Mode;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Table, chart and verdict of {@link ForwardTimes}, from its records. */
final class ForwardTimesReport {
  private static final String CLAIM = "forward-time-chart";
  private static final String CLAIMED = "VGG slowest";
  private static final String UNIT = "ms per image";

  /** The families that the lecture's chart compares. */
  private static final String SLOWEST = "vgg";

  private static final String MODERATE = "resnet";

  private ForwardTimesReport() {}

  /**
   * One network at one size of the batch.
   *
   * @param turns of an image
   */
  private record Timing(String network, long macs, int batch, Turns turns) {
    double median() {
      return turns.median();
    }

    boolean isOf(String family) {
      return network.startsWith(family);
    }
  }

  static Conclusion of(Map<String, Network> networks, List<RunRecord> records) {
    List<Timing> timings = timings(networks, records);
    Map<String, Figure> charts = new LinkedHashMap<>();
    if (!timings.isEmpty()) {
      charts.put("milliseconds-by-batch", chart(timings, records));
    }
    return new Conclusion(
        List.of(finding(timings, records)), Map.of("forward-time", table(timings)), charts);
  }

  /** Network by network, the batches in ascending order. */
  private static List<Timing> timings(Map<String, Network> networks, List<RunRecord> records) {
    var timings = new ArrayList<Timing>();
    networks.forEach(
        (name, network) -> {
          records.stream()
              .collect(
                  Collectors.groupingBy(
                      r -> ForwardTimes.batch(r.arm()), TreeMap::new, Collectors.toList()))
              .forEach(
                  (batch, runs) ->
                      timings.add(
                          new Timing(
                              name,
                              network.macs(),
                              batch,
                              Turns.of(runs, name, Mode.INFERENCE, batch))));
        });
    return timings;
  }

  private static Table table(List<Timing> timings) {
    var table =
        Table.create(
            "forward-time",
            StringColumn.create("network"),
            LongColumn.create("batch"),
            LongColumn.create("macs"));
    table.addColumns(Turns.columns());
    for (Timing timing : timings) {
      table.stringColumn(0).append(timing.network());
      table.longColumn(1).append(timing.batch());
      table.longColumn(2).append(timing.macs());
      timing.turns().append(table, timing.macs());
    }
    return table;
  }

  private static Figure chart(List<Timing> timings, List<RunRecord> records) {
    List<Integer> sizes = batches(timings);
    var chart =
        Charts.lines("Time of a forward pass", "batch", "median time of one image (ms)")
            .places(sizes.stream().map(String::valueOf).toList())
            .logY();
    timings.stream()
        .collect(Collectors.groupingBy(Timing::network, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (network, batches) -> {
              var x = batches.stream().map(timing -> 1 + sizes.indexOf(timing.batch())).toList();
              var y = batches.stream().map(Timing::median).toList();
              chart.line(network, Curve.of(x, y));
            });
    return chart.caption(Curves.timed(records)).figure();
  }

  /** Reproduced where at every size of the batch each VGG takes longer than all others. */
  private static Finding finding(List<Timing> timings, List<RunRecord> records) {
    if (timings.stream().noneMatch(timing -> timing.isOf(SLOWEST))) {
      return Finding.notRun(CLAIM, CLAIMED, UNIT, "VGG is timed at QUICK and at PAPER");
    }
    var shares = new ArrayList<String>();
    boolean reproduced = true;
    for (int batch : batches(timings)) {
      List<Timing> ranked = ranked(timings, batch);
      long vggs = ranked.stream().filter(timing -> timing.isOf(SLOWEST)).count();
      reproduced &= ranked.stream().limit(vggs).allMatch(timing -> timing.isOf(SLOWEST));
      shares.add(resnets(ranked) + " at batch " + batch);
    }
    String ours =
        ranked(timings, batches(timings).get(0)).stream()
            .map(t -> String.format(Locale.ROOT, "%s %.1f", t.network(), t.median()))
            .collect(Collectors.joining(", "));
    String evidence =
        "median times of an image, each of "
            + timings.stream().mapToInt(timing -> timing.turns().count()).min().orElseThrow()
            + " turns or more; of the slowest network's a ResNet takes "
            + String.join(", ", shares)
            + "; on "
            + Turns.machines(records);
    Verdict verdict = reproduced ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED;
    return new Finding(CLAIM, CLAIMED, ours, UNIT, verdict, evidence);
  }

  private static List<Integer> batches(List<Timing> timings) {
    return timings.stream().map(Timing::batch).distinct().sorted().toList();
  }

  /** All networks at one size of the batch, the slowest first. */
  private static List<Timing> ranked(List<Timing> timings, int batch) {
    return timings.stream()
        .filter(timing -> timing.batch() == batch)
        .sorted(Comparator.comparingDouble(Timing::median).reversed())
        .toList();
  }

  /** {@code 10 to 43 %}: what the ResNets take of the time of the slowest. */
  private static String resnets(List<Timing> ranked) {
    var percent =
        ranked.stream()
            .filter(timing -> timing.isOf(MODERATE))
            .mapToDouble(timing -> 100 * timing.median() / ranked.get(0).median())
            .summaryStatistics();
    return String.format(Locale.ROOT, "%.0f to %.0f %%", percent.getMin(), percent.getMax());
  }
}
