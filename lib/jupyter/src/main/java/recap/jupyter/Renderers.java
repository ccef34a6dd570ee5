package recap.jupyter;

import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_SVG;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML;
import static org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN;

import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.knowm.xchart.internal.chartpart.IChart;
import tech.tablesaw.table.Relation;

/** How a notebook shows the library's values: static HTML, SVG or PNG, always with a text. */
final class Renderers {
  private Renderers() {}

  static void register(Renderer renderer) {
    renderer
        .createRegistration(HtmlView.class)
        .preferring(TEXT_HTML, TEXT_PLAIN)
        .register(
            (view, context) -> {
              context.renderIfRequested(TEXT_HTML, view::toHtml);
              context.renderIfRequested(TEXT_PLAIN, view::toText);
            });
    renderer
        .createRegistration(Relation.class)
        .preferring(TEXT_HTML, TEXT_PLAIN)
        .register(
            (table, context) -> {
              context.renderIfRequested(TEXT_HTML, () -> Tables.html(table));
              context.renderIfRequested(TEXT_PLAIN, () -> Tables.text(table));
            });
    renderer
        .createRegistration(IChart.class)
        .preferring(IMAGE_SVG, IMAGE_PNG, TEXT_PLAIN)
        .register(
            (chart, context) -> {
              context.renderIfRequested(IMAGE_SVG, () -> ChartImages.svg(chart));
              context.renderIfRequested(IMAGE_PNG, () -> ChartImages.pngBase64(chart));
              context.renderIfRequested(TEXT_PLAIN, () -> "Chart: " + chart.getTitle());
            });
  }
}
