package recap.jupyter;

import java.util.List;

/** Small pieces of static HTML. */
final class Html {
  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /**
   * A table; cells are escaped here.
   *
   * @param numeric by column: right-aligned where true
   */
  static String table(
      String caption, List<String> header, List<Boolean> numeric, List<List<String>> rows) {
    var out = new StringBuilder("<table>");
    if (!caption.isEmpty()) {
      out.append("<caption>").append(escape(caption)).append("</caption>");
    }
    out.append("<thead>");
    row(out, "th", header, numeric);
    out.append("</thead><tbody>");
    rows.forEach(cells -> row(out, "td", cells, numeric));
    return out.append("</tbody></table>").toString();
  }

  private static void row(
      StringBuilder out, String tag, List<String> cells, List<Boolean> numeric) {
    out.append("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      String align = numeric.get(i) ? "right" : "left";
      out.append('<').append(tag).append(" style=\"text-align:").append(align).append("\">");
      out.append(escape(cells.get(i))).append("</").append(tag).append('>');
    }
    out.append("</tr>");
  }
}
