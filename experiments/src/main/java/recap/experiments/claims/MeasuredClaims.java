package recap.experiments.claims;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.experiments.Finding;
import recap.experiments.Verdict;
import recap.experiments.record.Scale;
import recap.report.Tables;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * What finished experiments say, from {@code results/<experiment>/<scale>/claims.csv}. PAPER goes
 * before QUICK; SMOKE shows nothing and is not read.
 */
public final class MeasuredClaims {
  private static final String FILE = "claims.csv";
  private static final List<Scale> TRUSTED = List.of(Scale.PAPER, Scale.QUICK);

  private final Map<String, Finding> findings;

  private MeasuredClaims(Map<String, Finding> findings) {
    this.findings = findings;
  }

  /**
   * Reads every experiment's findings below {@code results}; none where there is no such folder.
   *
   * @throws IllegalArgumentException naming a file that is not what it should be
   */
  public static MeasuredClaims read(Path results) {
    var findings = new HashMap<String, Finding>();
    for (Scale scale : TRUSTED) {
      for (Path experiment : folders(results)) {
        Path file = experiment.resolve(scale.label()).resolve(FILE);
        if (Files.isRegularFile(file)) {
          for (Finding finding : read(file, experiment.getFileName() + ", " + scale.label())) {
            findings.merge(finding.claim(), finding, MeasuredClaims::better);
          }
        }
      }
    }
    return new MeasuredClaims(findings);
  }

  private static Finding better(Finding first, Finding second) {
    boolean answered = second.verdict() != Verdict.NOT_RUN;
    return first.verdict() == Verdict.NOT_RUN && answered ? second : first;
  }

  private static List<Path> folders(Path results) {
    if (!Files.isDirectory(results)) {
      return List.of();
    }
    try (var entries = Files.list(results)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Finding> read(Path file, String run) {
    String[] columns = Finding.COLUMNS.toArray(String[]::new);
    Table table = Tables.read(file, columns);
    if (!table.columnNames().equals(Finding.COLUMNS)) {
      throw new IllegalArgumentException(
          "%s: expected the columns %s, received %s; run ./recap plots to write it anew"
              .formatted(file, Finding.COLUMNS, table.columnNames()));
    }
    var findings = new ArrayList<Finding>();
    for (Row row : table) {
      findings.add(
          new Finding(
              row.getString("id"),
              row.getString("claimed"),
              row.getString("ours"),
              row.getString("unit"),
              verdict(file, row.getString("verdict")),
              row.getString("evidence") + " [" + run + "]"));
    }
    return findings;
  }

  private static Verdict verdict(Path file, String label) {
    return Arrays.stream(Verdict.values())
        .filter(verdict -> verdict.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: expected a verdict, received '%s'; run ./recap plots to write it anew"
                        .formatted(file, label)));
  }

  /** What an experiment says of a claim. */
  public Optional<Finding> find(String claim) {
    return Optional.ofNullable(findings.get(claim));
  }

  /** A computed finding with what was measured beside it, such as the time of a counted block. */
  Finding beside(Finding computed) {
    return find(computed.claim())
        .filter(measured -> measured.verdict() != Verdict.NOT_RUN)
        .map(
            measured ->
                computed.because(computed.evidence() + "; measured: " + measured.evidence()))
        .orElse(computed);
  }
}
