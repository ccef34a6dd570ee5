package recap.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.experiments.Conclusion;
import recap.experiments.Experiment;
import recap.experiments.Experiments;
import recap.experiments.Home;
import recap.experiments.Publisher;
import recap.experiments.Session;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.onednn.Threads;

/** {@code recap run}: experiments, one after the other, and their verdicts. */
@Command(
    name = "run",
    description = {
      "Runs experiments and prints their verdicts.",
      "Complete runs are read, interrupted ones go on; Ctrl-C saves where they are."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "EXPERIMENT",
      description = "names, as 'recap list' prints them")
  private List<String> names;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      description = "smoke, quick or paper; RECAP_SCALE or quick by default")
  private String scaleName;

  @Option(names = "--seeds", paramLabel = "N", description = "seeds an arm; by default the scale's")
  private Integer seeds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads that compute; by default the physical cores")
  private Integer threads;

  @Option(names = "--fresh", description = "forget earlier runs instead of reading them")
  private boolean fresh;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    List<Experiment> experiments = names.stream().map(n -> usage(n, Experiments::of)).toList();
    Scale scale =
        scaleName == null ? usage("", n -> Scale.fromEnvironment()) : usage(scaleName, Scale::of);
    if (seeds != null) {
      CountOption.requireOne(spec.commandLine(), "--seeds", seeds);
    }
    ThreadsOption.apply(spec, threads);
    OptionalInt each = seeds == null ? OptionalInt.empty() : OptionalInt.of(seeds);
    PrintWriter out = spec.commandLine().getOut();
    for (Experiment experiment : experiments) {
      out.println(experiment.title() + " (" + scale.label() + ")");
      out.flush();
      var store = RunStore.at(Home.results(), experiment.id(), scale);
      try (var progress = new TerminalProgress(out)) {
        experiment.run(
            new Session(
                Home.project(), store, scale, each, Threads.count(), fresh, command(), progress));
      } catch (InterruptedException e) {
        throw fresh ? stoppedFresh(e) : e;
      }
      Conclusion conclusion = Publisher.publish(experiment, scale, store);
      out.println();
      out.println(Publisher.verdict(experiment, scale, store.complete(), conclusion));
      out.println("Records, tables and charts: " + store.folder());
      out.println();
      out.flush();
    }
    return ExitCode.OK;
  }

  /** The same command goes on with what was stopped, except this one. */
  private static InterruptedException stoppedFresh(InterruptedException stopped) {
    return new InterruptedException(
        stopped.getMessage()
            + " Without --fresh, that is: with it all runs begin anew. Those not begun anew yet are then"
            + " read as they were.");
  }

  private String command() {
    var parsed = spec.commandLine().getParseResult();
    return "recap " + String.join(" ", parsed.originalArgs());
  }

  /** A refused name is wrong usage, exit code 2. */
  private <T> T usage(String text, Function<String, T> meaning) {
    try {
      return meaning.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
