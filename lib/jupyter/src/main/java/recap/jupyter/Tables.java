package recap.jupyter;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/** Tablesaw tables as HTML and text. */
final class Tables {
  /** Rows shown of a longer table, half from each end. */
  static final int SHOWN = 40;

  private Tables() {}

  static String html(Relation table) {
    List<String> header = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      header.add(column.name());
      numeric.add(column instanceof tech.tablesaw.api.NumericColumn<?>);
    }
    int rows = table.rowCount();
    List<List<String>> cells = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      if (rows > SHOWN && r == SHOWN / 2) {
        cells.add(table.columns().stream().map(c -> "…").toList());
        r = rows - SHOWN / 2;
      }
      int index = r;
      cells.add(table.columns().stream().map(c -> c.getString(index)).toList());
    }
    String size = rows > SHOWN ? " (%d of %d rows)".formatted(SHOWN, rows) : "";
    return Html.table(table.name() + size, header, numeric, cells);
  }

  static String text(Relation table) {
    return table.print(SHOWN);
  }
}
