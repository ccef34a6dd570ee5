package recap.experiments.claims;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import recap.experiments.Experiment;
import recap.experiments.Experiments;
import recap.experiments.Finding;
import recap.experiments.Verdict;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;

/**
 * What the experiments conclude from their finished runs. PAPER goes before QUICK; SMOKE shows
 * nothing and is not read.
 */
public final class MeasuredClaims {
  /** How evidence ends that an experiment gave: {@code [degradation, paper]}. */
  public static final Pattern RUN = Pattern.compile(" \\[[a-z0-9-]+, [a-z]+]$");

  private static final List<Scale> TRUSTED = List.of(Scale.PAPER, Scale.QUICK);

  private final Map<String, Finding> findings;

  private MeasuredClaims(Map<String, Finding> findings) {
    this.findings = findings;
  }

  /**
   * Concludes from all records below {@code results}; nothing where there is no such folder.
   *
   * @throws recap.experiments.record.RecordException naming a record that cannot be trusted
   */
  public static MeasuredClaims read(Path results) {
    var findings = new ArrayList<Finding>();
    for (Scale scale : TRUSTED) {
      for (Experiment experiment : Experiments.all()) {
        List<RunRecord> records = RunStore.at(results, experiment.id(), scale).complete();
        if (!records.isEmpty()) {
          String run = " [" + experiment.id() + ", " + scale.label() + "]";
          for (Finding finding : experiment.conclude(scale, records).findings()) {
            findings.add(finding.because(finding.evidence() + run));
          }
        }
      }
    }
    return of(findings);
  }

  /**
   * Of several findings on one claim, the first of something that was run: one that was measured
   * without a verdict is not replaced by what less has shown.
   */
  static MeasuredClaims of(List<Finding> findings) {
    var first = new HashMap<String, Finding>();
    for (Finding finding : findings) {
      first.merge(finding.claim(), finding, MeasuredClaims::better);
    }
    return new MeasuredClaims(first);
  }

  private static Finding better(Finding first, Finding second) {
    return notRun(first) && !notRun(second) ? second : first;
  }

  /** Without a value; an undecided one may have none either, where its runs were too short. */
  private static boolean notRun(Finding finding) {
    return finding.ours().isEmpty() && finding.verdict() == Verdict.NOT_RUN;
  }

  /** What an experiment says of a claim. */
  public Optional<Finding> find(String claim) {
    return Optional.ofNullable(findings.get(claim));
  }

  /** A computed finding with what was measured beside it, such as the time of a counted block. */
  Finding beside(Finding computed) {
    return find(computed.claim())
        .filter(measured -> measured.verdict().decides())
        .filter(measured -> !RUN.matcher(measured.evidence()).replaceFirst("").isEmpty())
        .map(
            measured ->
                computed.because(computed.evidence() + "; measured: " + measured.evidence()))
        .orElse(computed);
  }
}
