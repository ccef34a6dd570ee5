package recap.experiments;

import java.util.List;
import java.util.Map;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunSpec;
import recap.nn.Network;
import recap.onednn.Mode;

/** Times what is not timed yet, and keeps record of it. */
final class TimedRuns {
  private final Session session;
  private final Runs runs;

  /**
   * Networks to time in turns.
   *
   * @param networks by the name that metrics get
   * @param repetitions turns, each a point of the record
   */
  record Job(
      RunSpec spec, Map<String, Network> networks, List<Mode> modes, int batch, int repetitions) {}

  TimedRuns(Session session) {
    this.session = session;
    this.runs = new Runs(session);
  }

  /**
   * Does a job that is not complete, from its first turn.
   *
   * @throws InterruptedException when stopped; the turns taken are then lost
   */
  void complete(Job job) throws InterruptedException {
    runs.complete(job.spec(), Noise.DATA, run -> measure(run, job));
  }

  private void measure(Runs.Run run, Job job) throws InterruptedException {
    session.progress().begin(run.title(), 0, job.repetitions());
    try (var stopwatch = new Stopwatch(job.networks(), job.modes(), job.batch(), run.seed())) {
      for (int turn = 1; turn <= job.repetitions(); turn++) {
        run.stopIfTold(
            "Interrupted after %d of %d turns. Run the same again to repeat them."
                .formatted(turn - 1, job.repetitions()));
        run.add(new RunRecord.Point(turn, 0, stopwatch.measure()));
        session.progress().update(turn, "");
      }
    }
    session.progress().end(run.finished());
  }
}
