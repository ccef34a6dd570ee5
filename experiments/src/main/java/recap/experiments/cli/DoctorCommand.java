package recap.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import recap.data.DataFolder;
import recap.experiments.Home;
import recap.experiments.cli.Checkup.Finding;
import recap.experiments.cli.Checkup.Status;

/** {@code recap doctor}: what this machine has, and the remedy of what it lacks. */
@Command(
    name = "doctor",
    description = "Checks this machine and names the remedy of each thing that is missing.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return report(
        new Checkup(Home::project, DataFolder.locate()).findings(), spec.commandLine().getOut());
  }

  /** Prints the findings; 1 where something required is missing, else 0. */
  static int report(List<Finding> findings, PrintWriter out) {
    for (Finding finding : findings) {
      out.printf("%-8s %-12s %s%n", finding.status().label(), finding.subject(), finding.found());
      if (finding.status() != Status.OK) {
        out.printf("%-8s %-12s remedy: %s%n", "", "", finding.remedy());
      }
    }
    boolean missing = findings.stream().anyMatch(f -> f.status() == Status.MISSING);
    out.println(missing ? "Something required is missing." : "Everything required is here.");
    out.flush();
    return missing ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
