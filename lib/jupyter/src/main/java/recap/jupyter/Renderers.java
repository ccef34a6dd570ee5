package recap.jupyter;

import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_SVG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN;

import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.knowm.xchart.internal.chartpart.IChart;
import recap.account.Account;
import recap.draw.Diagram;
import recap.nn.Network;
import recap.report.AccountTable;
import recap.report.ChartFiles;
import tech.tablesaw.api.Table;

/** How a notebook shows the library's values: static HTML, SVG or PNG, always with a text. */
final class Renderers {
  private Renderers() {}

  static void register(Renderer renderer) {
    view(renderer, HtmlView.class, value -> value);
    view(renderer, Table.class, TableView::new);
    view(renderer, Account.class, account -> new TableView(AccountTable.of(account)));
    view(
        renderer, Network.class, network -> new TableView(AccountTable.of(Account.of(network, 1))));
    renderer
        .createRegistration(Diagram.class)
        .preferring(IMAGE_SVG, TEXT_PLAIN)
        .register(
            (diagram, context) -> {
              context.renderIfRequested(IMAGE_SVG, diagram::svg);
              context.renderIfRequested(TEXT_PLAIN, () -> "Diagram: " + diagram.network().name());
            });
    renderer
        .createRegistration(IChart.class)
        .preferring(IMAGE_SVG, IMAGE_PNG, TEXT_PLAIN)
        .register(
            (chart, context) -> {
              context.renderIfRequested(IMAGE_SVG, () -> ChartFiles.svgOfPageWidth(chart));
              context.renderIfRequested(IMAGE_PNG, (type, out) -> png(chart, type, out));
              context.renderIfRequested(TEXT_PLAIN, () -> "Chart: " + chart.getTitle());
            });
  }

  private static <T> void view(Renderer renderer, Class<T> type, Function<T, HtmlView> view) {
    renderer
        .createRegistration(type)
        .preferring(TEXT_HTML, TEXT_PLAIN)
        .register(
            (value, context) -> {
              HtmlView shown = view.apply(value);
              context.renderIfRequested(TEXT_HTML, shown::toHtml);
              context.renderIfRequested(TEXT_PLAIN, shown::toText);
            });
  }

  /** Base64 is made here, since JJava's own helper can lose the last bytes of an image. */
  private static void png(IChart chart, MIMEType type, DisplayData out) {
    out.putData(type, Base64.getEncoder().encodeToString(ChartFiles.png(chart)));
    // The picture has more pixels than the chart; without a size a browser would show it too large.
    out.putMetaData(type, Map.of("width", chart.getWidth(), "height", chart.getHeight()));
  }
}
