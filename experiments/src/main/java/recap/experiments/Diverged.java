package recap.experiments;

import java.util.List;
import java.util.stream.Collectors;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;

/** Runs whose loss left the numbers: where they stopped is no result of their schedule. */
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
}
