package recap.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.experiments.Home;
import recap.experiments.golden.Golden;

/** {@code recap golden}: comparison with reference results. */
@Command(
    name = "golden",
    description = "Compares with reference cases, a line for each with its error.",
    mixinStandardHelpOptions = true)
public final class GoldenCommand implements Callable<Integer> {
  private static final String DEFAULT = "../shared/golden";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "folder of cases; GOLDEN_DIR or ../shared/golden by default")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean passed = Golden.run(folder(), spec.commandLine().getOut());
    return passed ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Path folder() {
    if (folder != null) {
      return folder;
    }
    String named = System.getenv(Golden.VARIABLE);
    return named == null || named.isBlank()
        ? Home.project().resolve(DEFAULT).normalize()
        : Home.project().resolve(named).normalize();
  }
}
