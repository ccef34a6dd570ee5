package recap.draw;

import java.util.regex.Pattern;

/**
 * Writes SVG elements; text is measured by its length, since fonts differ from reader to reader.
 */
final class Svg {
  private static final double LETTER = 0.56; // of the font size, the mean of common sans serifs

  /** What no XML document may hold, escaped or not: most control characters, half characters. */
  private static final Pattern NO_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final StringBuilder out = new StringBuilder();

  /** A filled rectangle with rounded corners. */
  void box(double x, double y, double width, double height, String fill, String attributes) {
    out.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
    out.append("\" fill=\"").append(fill).append("\" ").append(attributes).append("/>\n");
  }

  /** A line of text, shortened to {@code width} pixels. */
  void text(double x, double y, int size, double width, String text, String attributes) {
    out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" font-size=\"").append(size).append("\" ").append(attributes).append(">");
    out.append(escape(shorten(text, (int) (width / (LETTER * size))))).append("</text>\n");
  }

  /** An open path. */
  void path(String commands, String attributes) {
    out.append("<path d=\"").append(commands).append("\" fill=\"none\" ").append(attributes);
    out.append("/>\n");
  }

  /** The elements so far. */
  @Override
  public String toString() {
    return out.toString();
  }

  /** Tenths of a pixel, the same on every machine and in every locale. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  static String shorten(String text, int letters) {
    return text.length() <= letters ? text : text.substring(0, Math.max(1, letters - 1)) + "\u2026";
  }

  static String escape(String text) {
    text = NO_XML.matcher(text).replaceAll("\uFFFD");
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static double width(String text, int size) {
    return text.length() * LETTER * size;
  }
}
