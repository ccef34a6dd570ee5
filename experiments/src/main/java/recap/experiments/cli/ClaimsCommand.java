package recap.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import recap.experiments.Finding;
import recap.experiments.Home;
import recap.experiments.Verdict;
import recap.experiments.claims.Claims;
import recap.experiments.claims.MeasuredClaims;
import recap.report.Tables;

/** {@code recap claims}: every claim of the lecture with our value and the verdict. */
@Command(
    name = "claims",
    description = "Computes, cites or looks up all claims of the lecture and prints the verdicts.",
    mixinStandardHelpOptions = true)
public final class ClaimsCommand implements Callable<Integer> {
  /** Characters of evidence in a table for a terminal; the CSV has all of it. */
  private static final int SHOWN = 90;

  /** Characters of a value there. */
  private static final int VALUE = 50;

  @Option(names = "--format", description = "table or csv; default ${DEFAULT-VALUE}")
  private TextFormat format = TextFormat.TABLE;

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description = "where finished runs are; default results")
  private Path results;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (results != null && !Files.isDirectory(results)) {
      throw new ParameterException(
          spec.commandLine(),
          "--results: expected a folder of results, found none called "
              + results
              + "; leave it out for the project's own");
    }
    Path folder = results == null ? Home.results() : results;
    List<Finding> findings = Claims.findings(folder);
    PrintWriter out = spec.commandLine().getOut();
    if (format == TextFormat.CSV) {
      out.print(Tables.csv(Claims.table(findings)));
    } else {
      out.print(
          Tables.text(Claims.table(findings.stream().map(ClaimsCommand::shortened).toList())));
      out.println();
      out.println(
          List.of(Verdict.values()).stream()
              .map(verdict -> count(findings, verdict) + " " + verdict.label())
              .collect(Collectors.joining(", ", findings.size() + " claims: ", ".")));
      out.println(
          "Long fields are cut short; --format csv has all of them. What differs from a paper is in"
              + " results/EXPERIMENT/SCALE/verdict.md.");
    }
    out.flush();
    return 0;
  }

  private static long count(List<Finding> findings, Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  /** The beginning of each; evidence keeps which experiment measured it, and at what scale. */
  private static Finding shortened(Finding finding) {
    Matcher run = MeasuredClaims.RUN.matcher(finding.evidence());
    return new Finding(
        finding.claim(),
        cut(finding.claimed(), VALUE, ""),
        cut(finding.ours(), VALUE, ""),
        cut(finding.unit(), VALUE, ""),
        finding.verdict(),
        cut(finding.evidence(), SHOWN, run.find() ? run.group() : ""));
  }

  /** {@code text} in so many characters; what is cut off has an ending that stays. */
  private static String cut(String text, int length, String ending) {
    String end = "..." + ending;
    return text.length() <= length ? text : text.substring(0, length - end.length()) + end;
  }
}
