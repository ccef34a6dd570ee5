package recap.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import recap.experiments.Experiment;
import recap.experiments.Experiments;
import recap.experiments.Home;
import recap.experiments.Publisher;
import recap.experiments.bench.BenchCharts;
import recap.experiments.bench.BenchTables;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;

/** {@code recap plots}: tables and charts again, from the records alone. */
@Command(
    name = "plots",
    description = {
      "Redraws all tables and charts from the run records, and the benchmarks' charts.",
      "Those that no record leads to any more are deleted."
    },
    mixinStandardHelpOptions = true)
public final class PlotsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    Path results = Home.results();
    int drawn = draw(results, out);
    for (Path folder : BenchCharts.drawAll(Home.bench())) {
      out.printf("%s: drawn from %s%n", folder, BenchTables.RACES);
      drawn++;
    }
    if (drawn == 0) {
      out.println(results + ": no complete run to draw; run an experiment first");
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Draws every experiment at every scale; of how many there was something to draw. */
  static int draw(Path results, PrintWriter out) {
    int drawn = 0;
    for (Experiment experiment : Experiments.all()) {
      for (Scale scale : Scale.values()) {
        RunStore store = RunStore.at(results, experiment.id(), scale);
        int runs = store.complete().size();
        if (runs > 0) {
          Publisher.publish(experiment, scale, store);
          out.printf("%s: drawn from %d runs%n", store.folder(), runs);
          drawn++;
        } else if (Publisher.withdraw(store)) {
          out.printf(
              "%s: no complete run; what was drawn of earlier ones is gone%n", store.folder());
        }
      }
    }
    return drawn;
  }
}
