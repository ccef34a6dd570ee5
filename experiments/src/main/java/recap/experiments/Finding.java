package recap.experiments;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What an experiment says of one of the lecture's claims.
 *
 * @param claim its id, {@code alexnet-relu-6x}
 * @param claimed the value claimed
 * @param ours the value found: mean, standard deviation and number of runs where there are several
 * @param unit of both
 * @param verdict what follows
 * @param evidence where the value comes from and what qualifies it
 */
public record Finding(
    String claim, String claimed, String ours, String unit, Verdict verdict, String evidence) {
  /** The columns of {@code claims.csv}. */
  public static final List<String> COLUMNS =
      List.of("id", "claimed", "ours", "unit", "verdict", "evidence");

  /** A claim that no run of this scale answers. */
  static Finding notRun(String claim, String claimed, String unit, String why) {
    return new Finding(claim, claimed, "", unit, Verdict.NOT_RUN, why);
  }

  /** The same with another verdict. */
  Finding with(Verdict other) {
    return new Finding(claim, claimed, ours, unit, other, evidence);
  }

  /** The same with other evidence. */
  public Finding because(String other) {
    return new Finding(claim, claimed, ours, unit, verdict, other);
  }

  /**
   * Undecided, of runs that cannot tell whether a network ends with a higher error or only learns
   * later; one that was not run stays so.
   *
   * @param here what shows it, in words
   */
  Finding ofShortRuns(String here) {
    return verdict == Verdict.NOT_RUN
        ? this
        : with(Verdict.UNDECIDED)
            .because(
                "the schedule is too short to tell a slow start from the end"
                    + here
                    + "; "
                    + evidence);
  }

  /** The values in the order of {@link #COLUMNS}. */
  public List<String> row() {
    return List.of(claim, claimed, ours, unit, verdict.label(), evidence);
  }

  /** Findings as a table with the columns of {@link #COLUMNS}. */
  public static Table table(String title, List<Finding> findings) {
    Table table = Table.create(title);
    for (int i = 0; i < COLUMNS.size(); i++) {
      int column = i;
      List<String> values = findings.stream().map(finding -> finding.row().get(column)).toList();
      table.addColumns(StringColumn.create(COLUMNS.get(i), values));
    }
    return table;
  }

  /** Findings as CSV, a header first; fields with commas or quotes are quoted. */
  public static String csv(List<Finding> findings) {
    return Stream.concat(Stream.of(COLUMNS), findings.stream().map(Finding::row))
        .map(row -> row.stream().map(Finding::field).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String field(String text) {
    return text.matches("(?s).*[,\"\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /**
   * {@code 5.91 (sd 0.32, N = 5)}, or {@code 5.91 (N = 1)}.
   *
   * @param digits behind the point
   */
  public static String summary(List<Double> values, int digits) {
    double mean = mean(values);
    String number = "%." + digits + "f";
    return values.size() < 2
        ? String.format(Locale.ROOT, number + " (N = %d)", mean, values.size())
        : String.format(
            Locale.ROOT,
            number + " (sd " + number + ", N = %d)",
            mean,
            deviation(values),
            values.size());
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The sample standard deviation; NaN for fewer than two values. */
  static double deviation(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
  }
}
