package recap.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import recap.data.Cifar10;
import recap.data.DataException;
import recap.data.ImageSet;
import recap.data.Synthetic;
import recap.experiments.Durations;
import recap.experiments.Home;
import recap.experiments.bench.BenchCharts;
import recap.experiments.bench.BenchException;
import recap.experiments.bench.BenchTables;
import recap.experiments.bench.BusyNeighbour;
import recap.experiments.bench.Conditions;
import recap.experiments.bench.Feeds;
import recap.experiments.bench.Flight;
import recap.experiments.bench.Launcher;
import recap.experiments.bench.Peer;
import recap.experiments.bench.Programme;
import recap.experiments.bench.Race;
import recap.experiments.bench.Result;
import recap.experiments.bench.TimeLeft;
import recap.experiments.bench.Work;
import recap.io.StorageException;
import recap.nn.Shape;
import recap.onednn.Mode;
import recap.onednn.NativeInfo;
import recap.onednn.NativeUnavailableException;
import recap.onednn.NotEnoughMemoryException;
import recap.onednn.Precision;
import recap.onednn.Threads;
import recap.report.Tables;
import tech.tablesaw.api.Table;

/** {@code recap bench}: our step against its bare primitives and against other libraries. */
@Command(
    name = "bench",
    description = {
      "Measures training steps and inference against the bare oneDNN primitives of the same"
          + " network, each in a process of its own, in turns.",
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

  private static final int PROFILED_STEPS = 100;

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
    List<Work> works = works();
    Path folder = output == null ? folder() : output;
    requireWritable(folder);
    if (feeding) {
      return feed(training(works), folder);
    } else if (busy) {
      return besideANeighbour(training(works), folder);
    } else if (profile) {
      return fly(works, folder);
    }
    return race(works, folder);
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

  private Path folder() {
    return library == null ? Home.bench() : library.folder(Home.bench());
  }

  private List<Work> training(List<Work> works) {
    List<Work> training = works.stream().filter(work -> work.mode() == Mode.TRAINING).toList();
    if (training.isEmpty()) {
      throw refusal(
          "--mode: expected training steps among what is measured, received none; add train");
    }
    return training;
  }

  /** What is measured of the work at {@code index}. */
  private interface Measuring<R> {
    List<R> of(int index, Work work) throws InterruptedException, IOException;
  }

  /**
   * Measures one work after the other. One that cannot be measured is noted and left out.
   *
   * @param write is told all results after every work: whoever stops a long benchmark keeps what it
   *     has measured, and whoever stops it before keeps the earlier one
   * @return the exit code: 1 where a work was left out
   */
  private <R> int measure(
      List<Work> works,
      Measuring<R> measuring,
      Consumer<List<R>> write,
      Function<List<R>, Table> printed)
      throws InterruptedException, IOException {
    var results = new ArrayList<R>();
    int code = ExitCode.OK;
    try {
      for (int i = 0; i < works.size(); i++) {
        try {
          results.addAll(measuring.of(i, works.get(i)));
        } catch (BenchException
            | IllegalArgumentException
            | NativeUnavailableException
            | NotEnoughMemoryException e) {
          note(e.getMessage() + "; " + works.get(i) + " is left out");
          code = ExitCode.SOFTWARE;
          continue;
        }
        write.accept(results);
      }
    } finally {
      // What was measured is not lost where it cannot be written.
      if (!results.isEmpty()) {
        print(printed.apply(results));
      }
    }
    return code;
  }

  private static void publish(Table table, Conditions conditions, Path folder) {
    conditions.write(folder.resolve(table.name() + ".json"));
    Tables.write(table, folder.resolve(table.name() + ".csv"));
  }

  private Conditions conditions() {
    String command = String.join(" ", spec.commandLine().getParseResult().originalArgs());
    return Conditions.current(Home.project(), "recap " + command, rounds, Threads.count());
  }

  private int race(List<Work> works, Path folder) throws InterruptedException, IOException {
    Optional<Peer> peer =
        Optional.ofNullable(library).map(named -> Peer.built(named, Home.project()));
    var race = new Race(launcher(peer), rounds, this::note);
    var left =
        new TimeLeft(works, peer.isPresent() ? 3 : 2, rounds, NativeInfo.load().precisions());
    Conditions conditions = conditions();
    return measure(
        works,
        (i, work) -> {
          note(
              "%d of %d: %s; about %s left"
                  .formatted(i + 1, works.size(), work, Durations.text(left.seconds(i))));
          long start = System.nanoTime();
          Result result = race.run(work);
          left.took(work, (System.nanoTime() - start) / 1e9);
          return List.of(result);
        },
        results -> {
          conditions.write(folder.resolve(Conditions.FILE));
          Tables.write(BenchTables.races(results), folder.resolve(BenchTables.RACES));
          Tables.write(BenchTables.sides(results), folder.resolve("sides.csv"));
          BenchCharts.draw(folder);
        },
        format == TextFormat.CSV ? BenchTables::races : BenchTables::readable);
  }

  private Launcher launcher(Optional<Peer> peer) {
    return new Launcher(spec.root().userObject().getClass(), Threads.count(), peer);
  }

  private int feed(List<Work> works, Path folder) throws InterruptedException, IOException {
    Conditions conditions = conditions();
    List<Work> fed = works.stream().filter(BenchCommand::takesCifar).toList();
    if (fed.isEmpty()) {
      throw refusal(
          "--networks: expected one that takes 3x32x32, received none; try cifar_resnet20");
    }
    works.stream()
        .filter(work -> !fed.contains(work))
        .forEach(work -> note(work + ": skipped, its input is no CIFAR image"));
    ImageSet cifar = images();
    return measure(
        fed,
        (i, work) -> {
          note("%d of %d: %s".formatted(i + 1, fed.size(), work));
          return List.of(Feeds.measure(work, cifar, rounds));
        },
        results -> publish(Feeds.table(results), conditions, folder),
        Feeds::table);
  }

  private static boolean takesCifar(Work work) {
    return work.build().input().shape().equals(Shape.image(3, 32, 32));
  }

  private int besideANeighbour(List<Work> works, Path folder)
      throws InterruptedException, IOException {
    Conditions conditions = conditions();
    Launcher launcher = launcher(Optional.empty());
    return measure(
        works,
        (i, work) -> {
          note(work.toString());
          return BusyNeighbour.measure(launcher, work, rounds);
        },
        results -> publish(BusyNeighbour.table(results), conditions, folder),
        BusyNeighbour::table);
  }

  private int fly(List<Work> works, Path folder) throws InterruptedException, IOException {
    Conditions conditions = conditions();
    Files.createDirectories(folder);
    return measure(
        works,
        (i, work) -> {
          note(work.toString());
          Path file = folder.resolve(work.toString().replace(' ', '_') + ".jfr");
          return List.of(Flight.record(work, PROFILED_STEPS, file));
        },
        results -> publish(Flight.table(results), conditions, folder),
        Flight::table);
  }

  /** CIFAR-10 where it is; otherwise the built-in set, which the result then names. */
  private ImageSet images() {
    try {
      return Cifar10.load().train();
    } catch (DataException e) {
      note(e.getMessage());
      note("Measuring on built-in images of the same size instead.");
      return Synthetic.load(1, 5000, 10).train();
    }
  }

  private List<Work> works() {
    try {
      return Programme.of(
          networks,
          steps.stream().map(Step::mode).toList(),
          precisions == null ? NativeInfo.load().precisions() : precisions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void print(Table table) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(format == TextFormat.CSV ? Tables.csv(table) : Tables.text(table));
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
