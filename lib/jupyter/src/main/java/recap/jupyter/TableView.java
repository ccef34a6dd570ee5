package recap.jupyter;

import recap.report.Markup;
import recap.report.Tables;
import tech.tablesaw.api.Table;

/** A table as a notebook shows it: a long one by both of its ends. */
record TableView(Table table) implements HtmlView {
  /** Rows shown of a longer table, half from each end. */
  static final int SHOWN = 60;

  @Override
  public String toHtml() {
    return "<p><b>" + Markup.escape(title()) + "</b></p>\n" + Tables.html(ends());
  }

  @Override
  public String toText() {
    return title() + "\n" + Tables.text(ends());
  }

  private boolean isLong() {
    return table.rowCount() > SHOWN;
  }

  private String title() {
    return isLong()
        ? table.name() + " (first and last " + SHOWN / 2 + " of " + table.rowCount() + " rows)"
        : table.name();
  }

  private Table ends() {
    return isLong() ? table.first(SHOWN / 2).append(table.last(SHOWN / 2)) : table;
  }
}
