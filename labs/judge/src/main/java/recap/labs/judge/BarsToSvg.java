package recap.labs.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import recap.report.ChartFiles;
import recap.report.Charts;

/** Draws one bar chart of the grading summary: {@code NAME=VALUE ...} as SVG. */
@Command(name = "bars", mixinStandardHelpOptions = true)
public final class BarsToSvg implements Callable<Integer> {
  @Option(names = "--title", required = true)
  private String title;

  @Option(names = "--x", required = true, description = "what the names are")
  private String xTitle;

  @Option(names = "--y", required = true, description = "what the values are")
  private String yTitle;

  @Option(names = "--out", required = true, description = "the file to write")
  private Path out;

  @Parameters(arity = "1..*", description = "NAME=VALUE")
  private List<String> bars;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BarsToSvg()).execute(arguments));
  }

  @Override
  public Integer call() {
    var names = new ArrayList<String>();
    var values = new ArrayList<Double>();
    for (String bar : bars) {
      int equals = bar.lastIndexOf('=');
      names.add(bar.substring(0, equals));
      values.add(Double.valueOf(bar.substring(equals + 1)));
    }
    var figure =
        Charts.bars(title, xTitle, yTitle).categories(names).bars(yTitle, 0, values).figure();
    ChartFiles.writeSvg(ChartFiles.svg(figure), out);
    return 0;
  }
}
