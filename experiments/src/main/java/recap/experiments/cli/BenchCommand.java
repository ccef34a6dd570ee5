package recap.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import recap.experiments.Home;
import recap.experiments.bench.BenchException;
import recap.experiments.bench.Benchmark;
import recap.experiments.bench.BusyNeighbour;
import recap.experiments.bench.Conditions;
import recap.experiments.bench.Feeds;
import recap.experiments.bench.Flight;
import recap.experiments.bench.Launcher;
import recap.experiments.bench.Peer;
import recap.experiments.bench.Programme;
import recap.experiments.bench.Race;
import recap.experiments.bench.Work;
import recap.io.StorageException;
import recap.onednn.Mode;
import recap.onednn.NativeInfo;
import recap.onednn.NativeUnavailableException;
import recap.onednn.NotEnoughMemoryException;
import recap.onednn.Precision;
import recap.onednn.Threads;
import recap.report.Tables;

/** {@code recap bench}: our step against its bare primitives and against other libraries. */
@Command(
    name = "bench",
    description = {
      "Measures training steps and inference against the bare oneDNN primitives of the same"
          + " network, each in a process of its own, in turns.",
      "GFLOP/s counts three passes of direct convolutions a training step, whatever is computed.",
      "Writes bench.csv (a row a network), sides.csv (least, median, greatest and memory of every"
          + " side), machine.json and charts. Progress goes to standard error."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  /** What is timed. */
  enum Step {
    TRAIN(Mode.TRAINING),
    INFER(Mode.INFERENCE);

    private final Mode mode;

    Step(Mode mode) {
      this.mode = mode;
    }

    Mode mode() {
      return mode;
    }
  }

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME[:BATCH]",
      defaultValue = Programme.NETWORKS,
      description = "default ${DEFAULT-VALUE}, each with the batch of the published table")
  private List<String> networks;

  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "PRECISION",
      description = "f32, bf16; by default all that oneDNN computes on this processor")
  private List<Precision> precisions;

  @Option(
      names = "--mode",
      split = ",",
      paramLabel = "MODE",
      defaultValue = "train,infer",
      description = "default ${DEFAULT-VALUE}")
  private List<Step> steps;

  @Option(names = "--format", description = "table or csv; default ${DEFAULT-VALUE}")
  private TextFormat format = TextFormat.TABLE;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "turns of each side; default ${DEFAULT-VALUE}")
  private int rounds = 10;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads that compute on each side; by default the physical cores")
  private Integer threads;

  @Option(
      names = "--peers",
      arity = "0..1",
      fallbackValue = "djl",
      paramLabel = "LIBRARY",
      description =
          "also another library: djl, PyTorch through DJL, in float32, or pytorch, channels last, in"
              + " the precision of ours and keeping its memory; ${FALLBACK-VALUE} where none is named")
  private Peer.Library library;

  @Option(
      names = "--feeding",
      description = "instead: the training step with real data against one fixed batch")
  private boolean feeding;

  @Option(
      names = "--busy",
      description =
          "instead: the training step beside another busy process, by how long threads spin")
  private boolean busy;

  @Option(
      names = "--profile",
      description =
          "instead: 100 steps under Java's flight recorder, which counts allocations and the time"
              + " outside oneDNN")
  private boolean profile;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description =
          "where files are written; default results/bench, against pytorch results/bench/pytorch")
  private Path output;

  /** Days for any network; all their times are kept until the median is taken. */
  private static final int MOST_ROUNDS = 100_000;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    CountOption.requireUpTo(spec.commandLine(), "--rounds", rounds, MOST_ROUNDS);
    ThreadsOption.apply(spec, threads);
    if (output != null && Files.exists(output) && !Files.isDirectory(output)) {
      throw refusal("--output: expected a folder, received the file " + output + "; name another");
    }
    if (Stream.of(feeding, busy, profile).filter(chosen -> chosen).count() > 1) {
      throw refusal("expected one of --feeding, --busy and --profile, received several; choose");
    }
    if (library != null && (feeding || busy || profile)) {
      throw refusal(
          "--peers: expected a race of steps, received --feeding, --busy or --profile, which time"
              + " Recap alone; leave one out");
    }
    if (profile && spec.commandLine().getParseResult().hasMatchedOption("--rounds")) {
      throw refusal(
          "--rounds: expected sides that take turns, received --profile, which records one without a"
              + " break; leave one out");
    }
    Path folder = output == null ? folder() : output;
    Benchmark<?> benchmark = benchmark(folder);
    requireWritable(folder);
    return run(benchmark, folder);
  }

  private Path folder() {
    return library == null ? Home.bench() : library.folder(Home.bench());
  }

  /** What was asked for. */
  private Benchmark<?> benchmark(Path folder) {
    try {
      List<Work> works =
          Programme.of(
              networks,
              steps.stream().map(Step::mode).toList(),
              precisions == null ? NativeInfo.load().precisions() : precisions);
      if (feeding) {
        return new Feeds(works, rounds, this::note);
      } else if (busy) {
        return new BusyNeighbour(works, launcher(Optional.empty()), rounds);
      } else if (profile) {
        return new Flight(works, folder);
      }
      Optional<Peer> peer =
          Optional.ofNullable(library).map(named -> Peer.built(named, Home.project()));
      return new Race(works, launcher(peer), rounds, this::note);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Launcher launcher(Optional<Peer> peer) {
    return new Launcher(spec.root().userObject().getClass(), Threads.count(), peer);
  }

  /** Fails now rather than after a measurement that is then nowhere. */
  private static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "probe", ".tmp"));
    } catch (IOException e) {
      throw StorageException.unwritable(folder, e);
    }
  }

  /**
   * Measures one work after the other. One that cannot be measured is noted and left out. All
   * results are written after every work: whoever stops a long benchmark keeps what it has
   * measured, and whoever stops it before keeps the earlier one.
   *
   * @return the exit code: 1 where a work was left out
   */
  private <R> int run(Benchmark<R> benchmark, Path folder)
      throws InterruptedException, IOException {
    Conditions conditions = conditions();
    var results = new ArrayList<R>();
    int code = ExitCode.OK;
    try {
      for (int i = 0; i < benchmark.works().size(); i++) {
        Work work = benchmark.works().get(i);
        note(benchmark.title(i));
        try {
          results.addAll(benchmark.measure(work));
        } catch (BenchException
            | IllegalArgumentException
            | NativeUnavailableException
            | NotEnoughMemoryException e) {
          note(e.getMessage() + "; " + work + " is left out");
          code = ExitCode.SOFTWARE;
          continue;
        }
        benchmark.write(results, conditions, folder);
      }
    } finally {
      // What was measured is not lost where it cannot be written.
      if (!results.isEmpty()) {
        print(benchmark, results);
      }
    }
    return code;
  }

  private Conditions conditions() {
    String command = String.join(" ", spec.commandLine().getParseResult().originalArgs());
    int turns = profile ? 1 : rounds;
    return Conditions.current(Home.project(), "recap " + command, turns, Threads.count());
  }

  private <R> void print(Benchmark<R> benchmark, List<R> results) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        format == TextFormat.CSV
            ? Tables.csv(benchmark.table(results))
            : Tables.text(benchmark.readable(results)));
    out.flush();
  }

  private void note(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private ParameterException refusal(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
