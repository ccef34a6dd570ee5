package recap.experiments.cli;

import static recap.account.LayerKind.CONVOLUTION;
import static recap.account.LayerKind.FULLY_CONNECTED;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Network;
import recap.report.AccountTable;
import recap.report.Tables;
import tech.tablesaw.api.Table;

/** {@code recap summary}: what each layer of a model costs, and all of them together. */
@Command(
    name = "summary",
    description = "Prints shape, parameters, operations and memory of each layer and in total.",
    mixinStandardHelpOptions = true)
public final class SummaryCommand implements Callable<Integer> {
  /** How the summary is printed. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  private static final double MIB = 1 << 20;

  @Parameters(paramLabel = "MODEL", description = "a network of the zoo")
  private String model;

  @Option(names = "--input", paramLabel = "CxHxW", description = "default: the paper's input")
  private String input;

  @Option(names = "--batch", paramLabel = "N", description = "samples; default ${DEFAULT-VALUE}")
  private int batch = 1;

  @Option(names = "--format", description = "table, csv or json; default ${DEFAULT-VALUE}")
  private Format format = Format.TABLE;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    CountOption.requireOne(spec.commandLine(), "--batch", batch);
    Network network = ModelArguments.network(spec.commandLine(), model, input);
    Account account = Account.of(network, batch);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> out.print(head(account) + Tables.text(AccountTable.of(account)));
      case CSV -> out.print(Tables.csv(AccountTable.of(account)));
      case JSON -> out.println(json(account));
    }
    out.flush();
    return 0;
  }

  /** What the table's rows add up to, for a reader. */
  private static String head(Account account) {
    var network = account.network();
    return String.format(
        Locale.ROOT,
        "%s: input %s, batch %d, depth %d%n"
            + "parameters:  convolutions %.1f %%, linear layers %.1f %%%n"
            + "MACs:        convolutions %.1f %%, linear layers %.1f %%%n"
            + "activations: convolutions %.1f %%, linear layers %.1f %%; all together %.1f MiB,"
            + " at once in inference %.1f MiB, kept for training %.1f MiB%n"
            + "MACs and operations are those of one sample; bytes those of the batch in float32.%n%n",
        network.name(),
        network.input().shape(),
        account.batch(),
        account.depth(),
        percent(account, true, Row::parameters),
        percent(account, false, Row::parameters),
        percent(account, true, Row::macs),
        percent(account, false, Row::macs),
        percent(account, true, Row::activationBytes),
        percent(account, false, Row::activationBytes),
        account.activationBytes() / MIB,
        account.peakBytes() / MIB,
        account.savedBytes() / MIB);
  }

  private static double percent(
      Account account, boolean convolution, ToLongFunction<Row> quantity) {
    return 100 * account.share(convolution ? CONVOLUTION : FULLY_CONNECTED, quantity);
  }

  private static String json(Account account) throws JsonProcessingException {
    Table table = AccountTable.of(account);
    var layers = new ArrayList<Map<String, Object>>();
    for (var row : table) {
      var layer = new LinkedHashMap<String, Object>();
      table.columnNames().forEach(column -> layer.put(column, row.getObject(column)));
      layers.add(layer);
    }
    var summary = new LinkedHashMap<String, Object>();
    summary.put("model", account.network().name());
    summary.put("input", account.network().input().shape().toString());
    summary.put("batch", account.batch());
    summary.put("depth", account.depth());
    summary.put("saved_bytes", account.savedBytes());
    summary.put("peak_bytes", account.peakBytes());
    summary.put("layers", layers.subList(0, layers.size() - 1));
    summary.put("total", layers.get(layers.size() - 1));
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary);
  }
}
