package recap.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import recap.io.AtomicFile;
import recap.io.StorageException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * Tidy tables, one observation a row, as CSV, as aligned text and as HTML. The same table gives the
 * same bytes: lines end in a line feed, numbers have a point and, in CSV, as many digits as they
 * need, and a missing value is empty.
 */
public final class Tables {
  private static final List<ColumnType> DETECTED =
      List.of(ColumnType.LONG, ColumnType.DOUBLE, ColumnType.STRING);

  private static final int READABLE_DIGITS = 5;

  private Tables() {}

  /**
   * Reads a CSV file with a header.
   *
   * @param text columns that stay text whatever is in them, such as ids that look like numbers
   * @throws StorageException when the file cannot be read
   * @throws IllegalArgumentException when it holds no table
   */
  public static Table read(Path file, String... text) {
    try {
      return parse(file.toString(), Files.readString(file), text);
    } catch (NoSuchFileException e) {
      String remedy = "run the command that makes it";
      throw StorageException.of(file, "a readable file", "no such file or folder", remedy);
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  /** Reads CSV with a header from memory; {@code text} as in {@link #read}. */
  public static Table parse(String name, String csv, String... text) {
    Set<String> asText = Set.of(text);
    var options =
        CsvReadOptions.builderFromString(csv)
            .tableName(name)
            .header(true)
            .missingValueIndicator("")
            .columnTypesToDetect(DETECTED)
            .columnTypesPartial(
                column ->
                    asText.contains(column) ? Optional.of(ColumnType.STRING) : Optional.empty());
    try {
      return Table.read().usingOptions(options);
    } catch (RuntimeException e) {
      // The reader answers rows of another length and doubled names with exceptions of all kinds.
      throw new IllegalArgumentException(
          "%s: expected CSV with a header and rows of its length, found other text (%s); run the command that makes it."
              .formatted(name, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /**
   * Writes {@link #csv} beside {@code file} and renames it over.
   *
   * @throws StorageException naming the file that cannot be written
   */
  public static void write(Table table, Path file) {
    String csv = csv(table);
    AtomicFile.write(file, out -> out.write(csv.getBytes(StandardCharsets.UTF_8)));
  }

  /** Comma-separated values after RFC 4180, but with line feeds. */
  public static String csv(Table table) {
    var lines = new StringBuilder();
    for (List<String> row : rows(table, Tables::cell)) {
      lines.append(row.stream().map(Tables::quoted).collect(Collectors.joining(","))).append('\n');
    }
    return lines.toString();
  }

  private static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  /** Columns in line, numbers to the right and rounded to be read, the header underlined. */
  public static String text(Table table) {
    List<List<String>> rows = rows(table, Tables::rounded);
    int columns = table.columnCount();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    var text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      text.append(line(table, rows.get(r), widths)).append('\n');
      if (r == 0) {
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
          rule.add("-".repeat(width));
        }
        text.append(String.join("  ", rule)).append('\n');
      }
    }
    return text.toString();
  }

  private static String line(Table table, List<String> row, int[] widths) {
    var cells = new ArrayList<String>();
    for (int c = 0; c < widths.length; c++) {
      String room = " ".repeat(widths[c] - row.get(c).length());
      cells.add(isNumber(table.column(c)) ? room + row.get(c) : row.get(c) + room);
    }
    return String.join("  ", cells).stripTrailing();
  }

  /** An HTML table with no style of its own but the alignment of numbers, which are rounded. */
  public static String html(Table table) {
    var html = new StringBuilder("<table>\n");
    List<List<String>> rows = rows(table, Tables::rounded);
    for (int r = 0; r < rows.size(); r++) {
      String tag = r == 0 ? "th" : "td";
      html.append("<tr>");
      for (int c = 0; c < table.columnCount(); c++) {
        String side = isNumber(table.column(c)) ? "right" : "left";
        html.append("<%s style=\"text-align:%s\">".formatted(tag, side))
            .append(Markup.escape(rows.get(r).get(c)))
            .append("</%s>".formatted(tag));
      }
      html.append("</tr>\n");
    }
    return html.append("</table>\n").toString();
  }

  /** The header and all rows as text, each value as {@code cell} writes it. */
  private static List<List<String>> rows(Table table, Function<Object, String> cell) {
    var rows = new ArrayList<List<String>>(table.rowCount() + 1);
    rows.add(table.columnNames());
    for (int r = 0; r < table.rowCount(); r++) {
      var row = new ArrayList<String>(table.columnCount());
      for (Column<?> column : table.columns()) {
        row.add(column.isMissing(r) ? "" : cell.apply(column.get(r)));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Whole numbers without a point, others with the fewest digits that give the same double. */
  static String cell(Object value) {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
      return whole ? String.valueOf((long) number) : value.toString();
    }
    return String.valueOf(value);
  }

  /** Five digits of a number that is not whole, or all before its point where they are more. */
  static String rounded(Object value) {
    String exact = cell(value);
    if (!(value instanceof Double || value instanceof Float) || !exact.contains(".")) {
      return exact;
    }
    double number = ((Number) value).doubleValue();
    int decimals = READABLE_DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(number)));
    return new BigDecimal(exact)
        .setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static boolean isNumber(Column<?> column) {
    return column.type().equals(ColumnType.LONG)
        || column.type().equals(ColumnType.INTEGER)
        || column.type().equals(ColumnType.DOUBLE)
        || column.type().equals(ColumnType.FLOAT);
  }
}
