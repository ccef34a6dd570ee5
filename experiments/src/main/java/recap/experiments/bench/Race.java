package recap.experiments.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import recap.experiments.Durations;
import recap.onednn.NativeInfo;
import recap.report.Tables;
import tech.tablesaw.api.Table;

/**
 * Our step against the bare primitives of the same network and, where one takes part, against
 * another library. All sides take turns, round by round.
 */
public final class Race implements Benchmark<Result> {
  private final List<Work> works;
  private final Launcher launcher;
  private final int rounds;
  private final Consumer<String> notes;
  private final TimeLeft left;

  /**
   * Of all {@code works}.
   *
   * @param launcher how sides are started
   * @param rounds turns of each side, at least 1
   * @param notes is told of a side that takes no part although it should
   */
  public Race(List<Work> works, Launcher launcher, int rounds, Consumer<String> notes) {
    this.works = works;
    this.launcher = launcher;
    this.rounds = rounds;
    this.notes = notes;
    left = new TimeLeft(works, launcher.sides(), rounds, NativeInfo.load().precisions());
  }

  @Override
  public List<Work> works() {
    return works;
  }

  @Override
  public String title(int index) {
    return Benchmark.super.title(index)
        + "; about %s left".formatted(Durations.text(left.seconds(index)));
  }

  /**
   * Measures {@code work} on all sides.
   *
   * @throws BenchException when ours cannot start, or a side fails later
   */
  @Override
  public List<Result> measure(Work work) throws InterruptedException {
    long start = System.nanoTime();
    Result result = run(work);
    left.took(work, (System.nanoTime() - start) / 1e9);
    return List.of(result);
  }

  private Result run(Work work) throws InterruptedException {
    var sides = new ArrayList<Subject>();
    try {
      Subject ours = launcher.ours(work);
      sides.add(ours);
      Optional<Subject> floor = join(sides, () -> Optional.of(launcher.floor(work)));
      Optional<Subject> peer = join(sides, () -> launcher.peer(work));

      int steps = Turn.steps(sides);
      double[][] times = new double[sides.size()][rounds];
      for (int round = 0; round < rounds; round++) {
        Turn.each(sides, steps, round, times);
      }
      StepFacts facts = ours.facts();
      var measured = new ArrayList<Measurement>();
      for (int i = 0; i < sides.size(); i++) {
        Subject side = sides.get(i);
        measured.add(new Measurement(side.name(), times[i], steps, side.quit()));
      }
      return new Result(
          work,
          measured.get(0),
          facts,
          floor.map(side -> measured.get(sides.indexOf(side))),
          peer.map(side -> measured.get(sides.indexOf(side))));
    } finally {
      sides.forEach(Subject::close);
    }
  }

  /** A side that cannot start, such as a floor for a layer that has none, takes no part. */
  private Optional<Subject> join(List<Subject> sides, Supplier<Optional<Subject>> start) {
    try {
      Optional<Subject> side = start.get();
      side.ifPresent(sides::add);
      return side;
    } catch (BenchException e) {
      notes.accept(e.getMessage() + "; the race goes on without it");
      return Optional.empty();
    }
  }

  @Override
  public Table table(List<Result> results) {
    return BenchTables.races(results);
  }

  @Override
  public Table readable(List<Result> results) {
    return BenchTables.readable(results);
  }

  /** With a table of the sides and charts beside. */
  @Override
  public void write(List<Result> results, Conditions conditions, Path folder) {
    conditions.writeAfter(
        () -> {
          Tables.write(BenchTables.races(results), folder.resolve(BenchTables.RACES));
          Tables.write(BenchTables.sides(results), folder.resolve("sides.csv"));
        },
        folder.resolve(Conditions.FILE));
    BenchCharts.draw(folder);
  }
}
