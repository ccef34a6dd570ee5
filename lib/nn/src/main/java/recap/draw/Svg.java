package recap.draw;

import java.util.Locale;

/**
 * Writes SVG elements; text is measured by its length, since fonts differ from reader to reader.
 */
final class Svg {
  private static final double LETTER = 0.56; // of the font size, the mean of common sans serifs

  private final StringBuilder out = new StringBuilder();

  /** A filled rectangle with rounded corners. */
  void box(double x, double y, double width, double height, String fill, String attributes) {
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" %s/>%n",
            x,
            y,
            width,
            height,
            fill,
            attributes));
  }

  /** A line of text, shortened to {@code width} pixels. */
  void text(double x, double y, int size, double width, String text, String attributes) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" %s>%s</text>%n",
            x,
            y,
            size,
            attributes,
            escape(shorten(text, (int) (width / (LETTER * size))))));
  }

  /** An open path. */
  void path(String commands, String attributes) {
    out.append("<path d=\"").append(commands).append("\" fill=\"none\" ").append(attributes);
    out.append(String.format("/>%n"));
  }

  /** The elements so far. */
  @Override
  public String toString() {
    return out.toString();
  }

  static String shorten(String text, int letters) {
    return text.length() <= letters ? text : text.substring(0, Math.max(1, letters - 1)) + "\u2026";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static double width(String text, int size) {
    return text.length() * LETTER * size;
  }
}
