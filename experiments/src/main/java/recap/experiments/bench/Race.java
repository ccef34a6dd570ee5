package recap.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Measures one {@link Work} on all sides, which take turns round by round. */
public final class Race {
  private final Launcher launcher;
  private final int rounds;
  private final Consumer<String> notes;

  /**
   * @param launcher how sides are started
   * @param rounds turns of each side, at least 1
   * @param notes is told of a side that takes no part although it should
   */
  public Race(Launcher launcher, int rounds, Consumer<String> notes) {
    this.launcher = launcher;
    this.rounds = rounds;
    this.notes = notes;
  }

  /**
   * Measures {@code work}.
   *
   * @throws BenchException when ours cannot start, or a side fails later
   */
  public Result run(Work work) throws InterruptedException {
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
}
