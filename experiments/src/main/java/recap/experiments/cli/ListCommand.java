package recap.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import recap.experiments.Experiment;
import recap.experiments.Experiments;
import recap.experiments.Home;
import recap.experiments.Publisher;
import recap.experiments.record.RunRecord;
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
    Path results = Home.results(); // refuses a wrong one before anything is printed
    PrintWriter out = spec.commandLine().getOut();
    int width = Experiments.all().stream().mapToInt(e -> e.id().length()).max().orElse(0);
    String indented = " ".repeat(width + 1) + "%s%n";
    for (Experiment experiment : Experiments.all()) {
      out.printf("%-" + width + "s %s%n", experiment.id(), experiment.title());
      out.printf(indented, experiment.citation());
      String claims = String.join(", ", experiment.claims());
      out.printf(indented, "claims: " + (claims.isEmpty() ? "none" : claims));
      List<String> done =
          Arrays.stream(Scale.values()).map(scale -> complete(results, experiment, scale)).toList();
      out.printf(indented, "complete runs: " + String.join(", ", done));
    }
    out.flush();
  }

  private static String complete(Path results, Experiment experiment, Scale scale) {
    List<RunRecord> records = RunStore.at(results, experiment.id(), scale).complete();
    boolean part = !records.isEmpty() && !Publisher.missing(experiment, scale, records).isEmpty();
    return scale.label() + " " + records.size() + (part ? " (not all)" : "");
  }
}
