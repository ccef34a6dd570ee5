package recap.experiments;

import java.util.List;
import java.util.stream.Collectors;
import recap.experiments.record.MetricsTable;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.report.ChartFiles;
import recap.report.Tables;

/** Writes what an experiment's records amount to beside them, the same bytes every time. */
public final class Publisher {
  /** The findings' file name. */
  public static final String CLAIMS_FILE = "claims.csv";

  private static final String VERDICT_FILE = "verdict.md";

  private Publisher() {}

  /**
   * Writes {@code metrics.csv}, {@code claims.csv}, {@code verdict.md} and all tables and charts.
   *
   * @return the conclusion that was written
   */
  public static Conclusion publish(Experiment experiment, Scale scale, RunStore store) {
    List<RunRecord> records = store.complete();
    Conclusion conclusion = experiment.conclude(scale, records);
    store.write(MetricsTable.FILE, MetricsTable.csv(records));
    store.write(CLAIMS_FILE, Finding.csv(conclusion.findings()));
    store.write(VERDICT_FILE, verdict(experiment, scale, conclusion));
    conclusion.tables().forEach((name, table) -> store.write(name + ".csv", Tables.csv(table)));
    conclusion.charts().forEach((name, chart) -> ChartFiles.write(chart, store.folder(), name));
    return conclusion;
  }

  /** Claims and deviations for a reader, as Markdown that is readable as it is. */
  public static String verdict(Experiment experiment, Scale scale, Conclusion conclusion) {
    var text = new StringBuilder();
    text.append("# ").append(experiment.title()).append("\n\n");
    text.append(experiment.citation()).append("  \nScale: ").append(scale.label()).append("\n\n");
    text.append("| claim | claimed | ours | unit | verdict |\n|---|---|---|---|---|\n");
    for (Finding finding : conclusion.findings()) {
      text.append(
          finding.row().subList(0, 5).stream()
              .map(value -> value.replace("|", "\\|"))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    text.append('\n');
    for (Finding finding : conclusion.findings()) {
      text.append("- ").append(finding.claim()).append(": ").append(finding.evidence());
      text.append('\n');
    }
    text.append("\nWhat differs from the paper:\n\n");
    experiment.deviations(scale).forEach(line -> text.append("- ").append(line).append('\n'));
    return text.toString();
  }
}
