package recap.experiments;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;

/**
 * Runs whose loss left the numbers: where they stopped is no result of their schedule. But that
 * they diverged says something of their arm, so what is left of it proves nothing for it.
 */
final class Diverged {
  private Diverged() {}

  /** The others. */
  static List<RunRecord> without(List<RunRecord> records) {
    return records.stream().filter(run -> run.status() == Status.FINISHED).toList();
  }

  /** {@code ; diverged and left out: plain-56 seed 1}; empty where there is none. */
  static String named(List<RunRecord> records) {
    String names =
        records.stream()
            .filter(run -> run.status() == Status.DIVERGED)
            .map(run -> run.arm() + " seed " + run.seed())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; diverged and left out: " + names;
  }

  /** How many runs of an arm. */
  static long count(List<RunRecord> records, String arm) {
    return records.stream()
        .filter(run -> run.status() == Status.DIVERGED && run.arm().equals(arm))
        .count();
  }

  /**
   * What was run is not taken for what was not: a finding for want of runs is undecided where one
   * of these arms diverged.
   */
  static Finding undecided(Finding finding, List<RunRecord> records, String... arms) {
    boolean run = Stream.of(arms).anyMatch(arm -> count(records, arm) > 0);
    return run && finding.verdict() == Verdict.NOT_RUN ? finding.with(Verdict.UNDECIDED) : finding;
  }

  /**
   * A finding for an arm is undecided at best where a run of it diverged; where one of the arm that
   * it is held against did, the finding stands.
   *
   * @param better the arms claimed to do better
   */
  static Finding capped(Finding finding, List<RunRecord> records, String... better) {
    String lost =
        Stream.of(better).filter(arm -> count(records, arm) > 0).collect(Collectors.joining(", "));
    return finding.verdict() == Verdict.REPRODUCED && !lost.isEmpty()
        ? finding
            .with(Verdict.UNDECIDED)
            .because(finding.evidence() + "; undecided, since not every run of " + lost + " ended")
        : finding;
  }
}
