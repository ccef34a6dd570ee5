package recap.experiments.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import recap.experiments.Experiment;
import recap.experiments.Experiments;
import recap.experiments.Home;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;

/** {@code recap list}: the experiments, and what of each has been run. */
@Command(
    name = "list",
    description = "Lists the experiments and how many runs of each are complete.",
    mixinStandardHelpOptions = true)
public final class ListCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (Experiment experiment : Experiments.all()) {
      out.printf("%-14s %s%n", experiment.id(), experiment.title());
      out.printf("%-14s %s%n", "", experiment.citation());
      out.printf("%-14s claims: %s%n", "", String.join(", ", experiment.claims()));
      List<String> done =
          Arrays.stream(Scale.values()).map(scale -> complete(experiment, scale)).toList();
      out.printf("%-14s complete runs: %s%n", "", String.join(", ", done));
    }
    out.flush();
  }

  private static String complete(Experiment experiment, Scale scale) {
    var store = RunStore.at(Home.results(), experiment.id(), scale);
    return scale.label() + " " + store.complete().size();
  }
}
