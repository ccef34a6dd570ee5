package recap.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.onednn.Waiting;
import tech.tablesaw.api.Table;

/**
 * What another busy process on the same cores costs, by how long threads spin before they sleep:
 * our step with nothing beside it and with one thread that never rests, in turns.
 */
public final class BusyNeighbour implements Benchmark<BusyNeighbour.Result> {
  /** From always asleep to what OpenMP's runtime does by itself, 300 000. */
  private static final List<Integer> SPINS =
      List.of(0, 1_000, Waiting.SPINS, 30_000, 100_000, 300_000);

  private final List<Work> works;
  private final Launcher launcher;
  private final int rounds;

  /**
   * The middle of the rounds' median steps.
   *
   * @param work what was computed
   * @param spins before a waiting thread sleeps
   * @param quiet milliseconds with no one beside
   * @param busy milliseconds with one busy thread of another process beside
   */
  public record Result(Work work, int spins, double quiet, double busy) {}

  /**
   * Of those of {@code works} that train.
   *
   * @param launcher how our step is started
   * @param rounds turns of each number of spins, quiet and busy, at least 1
   * @throws IllegalArgumentException when no work is left
   */
  public BusyNeighbour(List<Work> works, Launcher launcher, int rounds) {
    this.works = Programme.training(works);
    this.launcher = launcher;
    this.rounds = rounds;
  }

  @Override
  public List<Work> works() {
    return works;
  }

  /** With every number of spins. */
  @Override
  public List<Result> measure(Work work) throws InterruptedException {
    var sides = new ArrayList<Subject>();
    try {
      for (int spins : SPINS) {
        sides.add(launcher.ours(work, Map.of("GOMP_SPINCOUNT", "" + spins, "OMP_WAIT_POLICY", "")));
      }
      double[][] quiet = new double[sides.size()][rounds];
      double[][] busy = new double[sides.size()][rounds];
      int steps = Turn.steps(sides);
      for (int round = 0; round < rounds; round++) {
        Turn.each(sides, steps, round, quiet);
        try (var neighbour = new Neighbour()) {
          Turn.each(sides, steps, round, busy);
        }
      }
      var results = new ArrayList<Result>();
      for (int i = 0; i < SPINS.size(); i++) {
        results.add(
            new Result(work, SPINS.get(i), Spread.median(quiet[i]), Spread.median(busy[i])));
      }
      return results;
    } finally {
      sides.forEach(Subject::close);
    }
  }

  /** A thread that computes nothing for as long as this is open. */
  private static final class Neighbour implements AutoCloseable {
    private volatile boolean closed;

    Neighbour() {
      var thread = new Thread(this::work, "busy-neighbour");
      thread.setDaemon(true);
      thread.start();
    }

    private void work() {
      // A pause instruction here would leave the core to the others, as no real neighbour does.
      while (!closed) {}
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** One row for each network and number of spins. */
  @Override
  public Table table(List<Result> results) {
    return Table.create(
        "busy",
        BenchTables.text("network", results, r -> r.work().network()),
        BenchTables.text("precision", results, r -> r.work().precisionName()),
        BenchTables.whole("batch", results, r -> r.work().batch()),
        BenchTables.whole("spins", results, Result::spins),
        BenchTables.number("quiet_ms", 3, results, r -> Optional.of(r.quiet())),
        BenchTables.number("busy_ms", 3, results, r -> Optional.of(r.busy())),
        BenchTables.number("busy_over_quiet", 2, results, r -> Optional.of(r.busy() / r.quiet())));
  }
}
