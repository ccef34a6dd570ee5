package recap.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.jupyter.LiveDisplay;
import recap.onednn.Threads;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** An experiment as a notebook runs it: one call, live progress, a conclusion to show. */
public final class Notebook {
  /** A kernel gives up a cell at the click of the stop button; its run is then still saving. */
  private static final ReentrantLock TURN = new ReentrantLock();

  private Notebook() {}

  /**
   * Runs what is missing of an experiment at the scale of {@code RECAP_SCALE} (QUICK if it is not
   * set), writes tables and charts, and hands them over. Complete runs are read. A run that the
   * stop button has ended a moment ago is waited for until it has saved itself.
   *
   * @throws IllegalArgumentException for an unknown experiment or scale, with the nearest names
   * @throws InterruptedException after the stop button: the run has saved itself, and running the
   *     cell again goes on from there
   */
  public static Conclusion run(String id) throws InterruptedException {
    Experiment experiment = Experiments.of(id);
    Scale scale = Scale.fromEnvironment();
    RunStore store = RunStore.at(Home.results(), id, scale);
    TURN.lockInterruptibly();
    try {
      try (var progress = new Live()) {
        experiment.run(
            new Session(
                Home.project(),
                store,
                scale,
                OptionalInt.empty(),
                Threads.count(),
                false,
                "notebook " + id,
                progress));
      }
      return Publisher.publish(experiment, scale, store);
    } finally {
      TURN.unlock();
    }
  }

  /**
   * What the finished runs under the paper's protocol amount to, whatever the scale of {@code
   * RECAP_SCALE}; nothing is run. Without such runs no finding has a verdict and there is no chart.
   *
   * @throws IllegalArgumentException for an unknown experiment, with the nearest names
   */
  public static Conclusion paper(String id) {
    RunStore store = RunStore.at(Home.results(), id, Scale.PAPER);
    return Experiments.of(id).conclude(Scale.PAPER, store.complete());
  }

  /**
   * What the finished runs amount to under the paper's protocol, or under QUICK's where it has
   * none; nothing is run. Without any run no finding has a verdict, and tables have no rows.
   *
   * @throws IllegalArgumentException for an unknown experiment, with the nearest names
   */
  public static Conclusion finished(String id) {
    return finished(id, Home.results());
  }

  static Conclusion finished(String id, Path results) {
    Experiment experiment = Experiments.of(id);
    List<RunRecord> paper = RunStore.at(results, id, Scale.PAPER).complete();
    return paper.isEmpty()
        ? experiment.conclude(Scale.QUICK, RunStore.at(results, id, Scale.QUICK).complete())
        : experiment.conclude(Scale.PAPER, paper);
  }

  /** Findings as a table: what was claimed, what came out, what follows, and why. */
  public static Table verdicts(Conclusion conclusion) {
    return Finding.table("Verdicts", conclusion.findings());
  }

  /** What differs from the paper at the scale of {@code RECAP_SCALE}, one thing a row. */
  public static Table deviations(String id) {
    return differing(Experiments.of(id).deviations(Scale.fromEnvironment()));
  }

  /** What the runs of {@link #paper} lack, and what differs from the paper in them. */
  public static Table paperDeviations(String id) {
    Experiment experiment = Experiments.of(id);
    List<RunRecord> runs = RunStore.at(Home.results(), id, Scale.PAPER).complete();
    var lines = new ArrayList<>(Publisher.remarks(experiment, Scale.PAPER, runs));
    lines.addAll(experiment.deviations(Scale.PAPER));
    return differing(lines);
  }

  private static Table differing(List<String> lines) {
    return Table.create("Deviations", StringColumn.create("what differs from the paper", lines));
  }

  /** A display for each run; runs that are read get a line. */
  private static final class Live implements Progress, AutoCloseable {
    /** Shown all the time: a kernel shows nothing of a cell that the stop button has ended. */
    private static final String HINT =
        "The stop button saves this run; run the cell again to go on from there.";

    private LiveDisplay display;

    @Override
    public void note(String line) {
      System.out.println(line);
    }

    @Override
    public void begin(String run, long done, long total) {
      close();
      display = LiveDisplay.resume(run, done, total, HINT);
    }

    @Override
    public void update(long done, String detail) {
      display.done(done);
    }

    @Override
    public void point(double epoch, double error) {
      display.point("training error (%)", epoch, 100 * error);
    }

    @Override
    public void memory(long bytes) {
      display.nativeBytes(bytes);
    }

    @Override
    public void end(String result) {
      close();
    }

    @Override
    public void stopped(String how) {
      display.close(how);
      display = null;
    }

    @Override
    public void close() {
      if (display != null) {
        display.close();
        display = null;
      }
    }
  }
}
