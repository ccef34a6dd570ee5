package recap.experiments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.nn.Node;
import recap.report.Charts;
import recap.report.Figure;
import recap.zoo.Zoo;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Table, chart and verdict of {@link Features}, from its records. */
final class FeaturesReport {
  static final String CLAIM = "feature-hierarchy";
  private static final String CLAIMED = "pictures";
  private static final String UNIT = "of a unit's nine strongest images, those of one class (%)";

  private FeaturesReport() {}

  static Conclusion of(Scale scale, List<RunRecord> records) {
    List<RunRecord> runs =
        records.stream().filter(run -> run.arm().equals(Features.RESPONSES)).toList();
    Map<String, Figure> charts = new LinkedHashMap<>();
    if (!runs.isEmpty()) {
      charts.put("one-class", chart(runs));
    }
    Finding finding = finding(scale, runs, Diverged.named(records));
    finding = Diverged.undecided(finding, records, Features.NETWORK);
    return new Conclusion(
        List.of(Diverged.capped(finding, records, Features.NETWORK)),
        Map.of("one-class", table(runs)),
        charts);
  }

  /** The layers that the runs looked at, from the input on. */
  private static List<String> layers() {
    return Features.convolutions(Zoo.build("alexnet4_relu")).stream().map(Node::name).toList();
  }

  private static List<Double> percent(List<RunRecord> runs, String metric) {
    return runs.stream().map(run -> Percent.of(run.last(metric))).toList();
  }

  private static Table table(List<RunRecord> runs) {
    var table =
        Table.create(
            "one-class",
            LongColumn.create("seed"),
            StringColumn.create("layer"),
            DoubleColumn.create("trained_percent"),
            DoubleColumn.create("untrained_percent"));
    for (RunRecord run : runs) {
      for (String layer : layers()) {
        table.longColumn(0).append(run.seed());
        table.stringColumn(1).append(layer);
        table.doubleColumn(2).append(Percent.of(run.last(Features.TRAINED + layer)));
        table.doubleColumn(3).append(Percent.of(run.last(Features.UNTRAINED + layer)));
      }
    }
    return table;
  }

  private static Figure chart(List<RunRecord> runs) {
    List<String> layers = layers();
    var chart =
        Charts.bars(
                "How much the strongest images of a unit are of one class",
                "layer",
                "commonest class among nine images (%)")
            .categories(layers);
    chart.bars("trained", runs.size(), means(runs, Features.TRAINED, layers));
    chart.bars("as initialised", runs.size(), means(runs, Features.UNTRAINED, layers));
    return chart.caption(Curves.caption(runs)).figure();
  }

  /** As exact as a label on a bar has room for. */
  private static List<Double> means(List<RunRecord> runs, String prefix, List<String> layers) {
    return layers.stream()
        .map(layer -> Math.round(10 * Finding.mean(percent(runs, prefix + layer))) / 10.0)
        .toList();
  }

  /** From each convolution to the next, and in the last one by training. */
  private static Finding finding(Scale scale, List<RunRecord> runs, String left) {
    if (runs.size() < 2 || scale == Scale.SMOKE) {
      return Finding.notRun(CLAIM, CLAIMED, UNIT, "needs two seeds or more on CIFAR-10" + left);
    }
    List<String> layers = layers();
    String last = layers.get(layers.size() - 1);
    Map<String, Difference> steps = new LinkedHashMap<>();
    for (int i = 1; i < layers.size(); i++) {
      String lower = Features.TRAINED + layers.get(i - 1);
      String higher = Features.TRAINED + layers.get(i);
      steps.put(
          "of " + layers.get(i) + " against " + layers.get(i - 1), above(runs, higher, lower));
    }
    steps.put(
        "of " + last + " by training",
        above(runs, Features.TRAINED + last, Features.UNTRAINED + last));
    return new Finding(
        CLAIM,
        CLAIMED,
        layers.stream()
            .map(layer -> layer + " " + Finding.summary(percent(runs, Features.TRAINED + layer), 1))
            .collect(Collectors.joining(", ")),
        UNIT,
        Verdict.ofAll(steps.values().stream().map(Difference::verdict).toList()),
        "edges, textures and parts are for the eye, in the pictures of the notebook features; for"
            + " kinds of object it is counted how much a unit keeps to one class: "
            + steps.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue().text("points ", "higher", "lower"))
                .collect(Collectors.joining(", "))
            + left);
  }

  private static Difference above(List<RunRecord> runs, String higher, String lower) {
    return Difference.of(
        runs.stream()
            .map(run -> Percent.of(run.last(higher)) - Percent.of(run.last(lower)))
            .toList());
  }
}
