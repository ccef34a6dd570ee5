package recap.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.draw.Diagram;
import recap.nn.Network;
import recap.report.ChartFiles;

/** {@code recap diagram}: the picture of a model as an SVG file. */
@Command(
    name = "diagram",
    description = "Draws a model, a box for each block or, expanded, for each layer.",
    mixinStandardHelpOptions = true)
public final class DiagramCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "a network of the zoo")
  private String model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.svg",
      required = true,
      description = "the file to write")
  private Path output;

  @Option(names = "--expand", description = "draws every layer")
  private boolean expand;

  @Option(names = "--input", paramLabel = "CxHxW", description = "default: the paper's input")
  private String input;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Network network = ModelArguments.network(spec.commandLine(), model, input);
    if (!output.toString().endsWith(".svg")) {
      throw new ParameterException(
          spec.commandLine(),
          "--output: expected a file's name that ends in .svg, received '%s'; no other format is drawn"
              .formatted(output));
    }
    Diagram diagram = Diagram.of(network);
    ChartFiles.writeSvg((expand ? diagram.expanded() : diagram).svg(), output);
    spec.commandLine().getErr().println("wrote " + output);
    spec.commandLine().getErr().flush();
    return 0;
  }
}
