package recap.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import recap.experiments.record.RunRecord;
import recap.report.Charts;
import recap.report.Curve;
import recap.report.Figure;
import recap.report.LineChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Table, chart and verdict of {@link AuxiliaryClassifiers}, from its records. */
final class AuxiliaryClassifiersReport {
  private static final String CLAIM = "googlenet-auxiliary";
  private static final String CLAIMED = "3";
  private static final String UNIT = "outputs";

  private AuxiliaryClassifiersReport() {}

  /**
   * One stage of a form of the network.
   *
   * @param lower whether it lies below the first auxiliary classifier
   * @param without gradient norms without the classifiers, one a seed
   * @param with the same with them
   */
  private record Stage(
      String arm, String name, boolean lower, List<Double> without, List<Double> with) {
    /** How many times larger the classifiers make it, seed by seed. */
    List<Double> ratios() {
      return IntStream.range(0, with.size()).mapToObj(i -> with.get(i) / without.get(i)).toList();
    }

    /** By how much the ratio lies above 1. */
    Difference growth() {
      return Difference.of(ratios().stream().map(ratio -> ratio - 1).toList());
    }
  }

  static Conclusion of(List<String> arms, List<RunRecord> records) {
    List<Stage> stages = new ArrayList<>();
    Map<String, Figure> charts = new LinkedHashMap<>();
    for (String arm : arms) {
      List<RunRecord> runs = records.stream().filter(run -> run.arm().equals(arm)).toList();
      if (!runs.isEmpty()) {
        stages.addAll(stages(arm, runs));
        charts.put("gradients-" + arm, chart(arm, runs));
      }
    }
    return new Conclusion(
        List.of(finding(arms, stages, records)), Map.of("gradients", table(stages)), charts);
  }

  private static List<Stage> stages(String arm, List<RunRecord> runs) {
    var stages = new ArrayList<Stage>();
    boolean lower = true;
    for (String name : AuxiliaryClassifiers.stages(arm)) {
      stages.add(
          new Stage(
              arm,
              name,
              lower,
              values(runs, AuxiliaryClassifiers.WITHOUT + name),
              values(runs, AuxiliaryClassifiers.WITH + name)));
      lower &= !name.equals(AuxiliaryClassifiers.FIRST_READ);
    }
    return stages;
  }

  private static List<Double> values(List<RunRecord> runs, String metric) {
    return runs.stream().map(run -> run.last(metric)).toList();
  }

  private static Table table(List<Stage> stages) {
    var table =
        Table.create(
            "gradients",
            StringColumn.create("form"),
            StringColumn.create("stage"),
            DoubleColumn.create("without"),
            DoubleColumn.create("with"),
            DoubleColumn.create("ratio"),
            DoubleColumn.create("ratio_sd"));
    for (Stage stage : stages) {
      table.stringColumn(0).append(stage.arm());
      table.stringColumn(1).append(stage.name());
      table.doubleColumn(2).append(Finding.mean(stage.without()));
      table.doubleColumn(3).append(Finding.mean(stage.with()));
      table.doubleColumn(4).append(Finding.mean(stage.ratios()));
      table.doubleColumn(5).append(Finding.deviation(stage.ratios()));
    }
    return table;
  }

  private static Figure chart(String arm, List<RunRecord> runs) {
    LineChart chart =
        Charts.lines(
                "Gradients of GoogLeNet before training (" + arm + ")",
                "stage, from the input on",
                "gradient norm of its weights")
            .logY()
            .places(AuxiliaryClassifiers.stages(arm))
            .seeds("with auxiliary classifiers", curves(arm, runs, AuxiliaryClassifiers.WITH))
            .seeds("without", curves(arm, runs, AuxiliaryClassifiers.WITHOUT));
    return chart.caption(Curves.caption(runs)).figure();
  }

  private static List<Curve> curves(String arm, List<RunRecord> runs, String prefix) {
    List<String> names = AuxiliaryClassifiers.stages(arm);
    var places = IntStream.rangeClosed(1, names.size()).mapToObj(i -> (double) i).toList();
    return runs.stream()
        .map(run -> Curve.of(places, names.stream().map(n -> run.last(prefix + n)).toList()))
        .toList();
  }

  private static String apart(List<Double> differences) {
    double most = differences.stream().mapToDouble(d -> d).max().orElseThrow();
    return most == 0 ? "do not differ" : "differ by up to " + most;
  }

  /** {@code 1.38 to 1.53 in the form paper}: the least and greatest mean ratio of its stages. */
  private static String range(String arm, List<Stage> stages) {
    var ratios =
        stages.stream()
            .filter(stage -> stage.arm().equals(arm))
            .mapToDouble(stage -> Finding.mean(stage.ratios()))
            .summaryStatistics();
    return String.format(
        Locale.ROOT, "%.2f to %.2f in the form %s", ratios.getMin(), ratios.getMax(), arm);
  }

  /**
   * Reproduced where there are three outputs, the main one is the same without the others, and the
   * gradient of every stage below the first classifier is larger with them, in every form, by more
   * than chance explains.
   */
  private static Finding finding(List<String> arms, List<Stage> stages, List<RunRecord> records) {
    if (stages.isEmpty()) {
      return Finding.notRun(CLAIM, CLAIMED, UNIT, "no gradients were looked at");
    }
    long looked = stages.stream().map(Stage::arm).distinct().count();
    if (looked < arms.size() || stages.stream().anyMatch(stage -> stage.ratios().size() < 2)) {
      return Finding.notRun(CLAIM, CLAIMED, UNIT, "needs two seeds or more of each form");
    }
    String ours =
        values(records, AuxiliaryClassifiers.OUTPUTS).stream()
            .map(count -> String.format(Locale.ROOT, "%.0f", count))
            .distinct()
            .collect(Collectors.joining(", "));
    List<Double> differences = values(records, AuxiliaryClassifiers.DIFFERENCE);
    List<Stage> lower = stages.stream().filter(Stage::lower).toList();
    boolean apart =
        ours.equals(CLAIMED) && differences.stream().allMatch(difference -> difference == 0);
    return new Finding(
        CLAIM,
        CLAIMED,
        ours,
        UNIT,
        apart
            ? Verdict.ofAll(lower.stream().map(stage -> stage.growth().verdict()).toList())
            : Verdict.NOT_REPRODUCED,
        String.format(
            Locale.ROOT,
            "on a batch of noise before training, the auxiliary classifiers make the gradients of"
                + " the stages up to %s so many times as large: %s (means over %d seeds), %s; without"
                + " them the main scores of inference %s",
            AuxiliaryClassifiers.FIRST_READ,
            arms.stream().map(arm -> range(arm, lower)).collect(Collectors.joining(", ")),
            lower.get(0).ratios().size(),
            lower.stream().allMatch(stage -> stage.growth().counts())
                ? "each more than chance explains"
                : "not each more than chance explains",
            apart(differences)));
  }
}
