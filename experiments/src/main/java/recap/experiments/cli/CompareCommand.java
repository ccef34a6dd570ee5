package recap.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.experiments.Home;
import recap.experiments.compare.Comparison;
import recap.experiments.compare.ForwardTime;
import recap.nn.Network;
import recap.report.ChartFiles;
import recap.report.Tables;

/** {@code recap compare}: models side by side as a table and as the lecture's ball chart. */
@Command(
    name = "compare",
    description = "Compares models: published accuracy, computed cost and, if asked, time.",
    mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", arity = "1..*", description = "networks of the zoo")
  private List<String> models;

  @Option(names = "--time", description = "measures the forward pass of one image too")
  private boolean time;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description = "where the charts go; default results/compare")
  private Path output;

  @Option(names = "--format", description = "table or csv; default ${DEFAULT-VALUE}")
  private TextFormat format = TextFormat.TABLE;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var networks = new ArrayList<Network>();
    for (String model : models) {
      networks.add(ModelArguments.network(spec.commandLine(), model, null));
    }
    var entries = new ArrayList<Comparison.Entry>();
    for (Network network : networks) {
      OptionalDouble milliseconds =
          time ? OptionalDouble.of(ForwardTime.milliseconds(network)) : OptionalDouble.empty();
      entries.add(Comparison.entry(network, milliseconds));
    }
    var comparison = new Comparison(entries);
    PrintWriter out = spec.commandLine().getOut();
    if (format == TextFormat.CSV) {
      out.print(Tables.csv(comparison.table()));
    } else {
      out.print(Tables.text(comparison.table()));
    }
    out.flush();
    draw(comparison);
    return 0;
  }

  /** Writes the charts and says where; the standard output stays the table alone. */
  private void draw(Comparison comparison) {
    Path folder = output == null ? Home.results().resolve("compare") : output;
    PrintWriter err = spec.commandLine().getErr();
    var files = new ArrayList<Path>();
    comparison.balls().ifPresent(c -> files.addAll(ChartFiles.write(c, folder, "accuracy")));
    if (time) {
      comparison
          .times(ForwardTime.machine())
          .ifPresent(c -> files.addAll(ChartFiles.write(c, folder, "time")));
    }
    files.forEach(file -> err.println("wrote " + file));
    List<String> unknown = comparison.withoutAccuracy();
    if (!unknown.isEmpty()) {
      err.println("no published ImageNet accuracy for " + String.join(", ", unknown));
    }
    err.flush();
  }
}
