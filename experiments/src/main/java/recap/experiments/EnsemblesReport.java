package recap.experiments;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.experiments.Ensembles.Member;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.report.Charts;
import recap.report.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** Table, chart and verdict of {@link Ensembles}, from its records. */
final class EnsemblesReport {
  static final String CLAIM = "ensemble";
  private static final String CLAIMED = "ensemble<best";
  private static final String UNIT = "test error (%)";

  /** What the lecture's figure is of: ILSVRC's results have 3.57 % in 2015, 2.99 % in 2016. */
  private static final String LECTURE =
      "; the lecture's 0.6 % is by how much ImageNet's winner of 2016 bettered that of 2015, not"
          + " its own best member";

  private EnsemblesReport() {}

  static Conclusion of(Scale scale, List<RunRecord> records) {
    List<RunRecord> runs =
        records.stream().filter(run -> run.arm().equals(Ensembles.TOGETHER)).toList();
    String left = Diverged.named(records);
    Map<String, Figure> charts = new LinkedHashMap<>();
    if (!runs.isEmpty()) {
      charts.put("errors", chart(runs));
    }
    String[] members = Arrays.stream(Member.values()).map(Member::arm).toArray(String[]::new);
    return new Conclusion(
        List.of(
            Diverged.capped(
                Diverged.undecided(finding(scale, runs, left), records, members),
                records,
                members)),
        Map.of("errors", table(runs)),
        charts);
  }

  private static double percent(RunRecord run, String metric) {
    return Percent.of(run.last(metric));
  }

  private static double best(RunRecord run) {
    return Arrays.stream(Member.values())
        .mapToDouble(member -> percent(run, member.arm()))
        .min()
        .orElseThrow();
  }

  private static Table table(List<RunRecord> runs) {
    var table = Table.create("errors", LongColumn.create("seed"));
    runs.forEach(run -> table.longColumn(0).append(run.seed()));
    for (Member member : Member.values()) {
      var column = DoubleColumn.create(member.arm().replace('-', '_') + "_percent");
      runs.forEach(run -> column.append(percent(run, member.arm())));
      table.addColumns(column);
    }
    var together = DoubleColumn.create("together_percent");
    runs.forEach(run -> together.append(percent(run, Ensembles.ERROR)));
    return table.addColumns(together);
  }

  private static Figure chart(List<RunRecord> runs) {
    var chart =
        Charts.bars("Three networks and the mean of their probabilities", "seed", UNIT)
            .categories(runs.stream().map(run -> "" + run.seed()).toList());
    for (Member member : Member.values()) {
      chart.bars(member.title(), 1, tenths(runs, member.arm()));
    }
    chart.bars("together", 1, tenths(runs, Ensembles.ERROR));
    return chart.caption(Curves.caption(runs)).figure();
  }

  /** As exact as a label on a bar has room for. */
  private static List<Double> tenths(List<RunRecord> runs, String metric) {
    return runs.stream().map(run -> Math.round(1e3 * run.last(metric)) / 10.0).toList();
  }

  /**
   * Each seed's ensemble against its best member.
   *
   * @param left which runs are left out, in words
   */
  private static Finding finding(Scale scale, List<RunRecord> runs, String left) {
    if (runs.size() < 2 || scale == Scale.SMOKE) {
      return Finding.notRun(CLAIM, CLAIMED, UNIT, "needs two seeds or more on CIFAR-10" + left);
    }
    List<Double> together = runs.stream().map(run -> percent(run, Ensembles.ERROR)).toList();
    List<Double> best = runs.stream().map(EnsemblesReport::best).toList();
    List<Double> gains = runs.stream().map(r -> best(r) - percent(r, Ensembles.ERROR)).toList();
    Difference gain = Difference.of(gains);
    return new Finding(
        CLAIM,
        CLAIMED,
        "together " + Finding.summary(together, 2) + ", best member " + Finding.summary(best, 2),
        UNIT,
        gain.verdict(),
        "the mean of their probabilities against the seed's best network: test error "
            + gain.text("points ", "lower", "higher")
            + LECTURE
            + left);
  }
}
