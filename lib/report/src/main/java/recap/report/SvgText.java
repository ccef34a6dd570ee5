package recap.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the SVG writer's output smaller, the same at every run, and readable without seeing. */
final class SvgText {
  private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE[^>]*>\\s*");
  private static final Pattern CLIP = Pattern.compile("\\bclip-?\\d+\\b");
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(E-?\\d+)?");
  private static final Pattern ROOT = Pattern.compile("<svg[^>]*>");

  private SvgText() {}

  /**
   * Counts the clip paths instead of naming them by hash, keeps two decimals, drops the document
   * type that points to another host, and adds title and description.
   */
  static String tidy(String svg, String title, String description) {
    var names = new LinkedHashMap<String, String>();
    String text = DOCTYPE.matcher(svg).replaceFirst("");
    text =
        CLIP.matcher(text)
            .replaceAll(m -> names.computeIfAbsent(m.group(), id -> "clip" + names.size()));
    text = distinct(text, names.size());
    text = LONG_NUMBER.matcher(text).replaceAll(m -> shorten(m.group()));
    String head =
        "\n  <title>%s</title>\n  <desc>%s</desc>"
            .formatted(Markup.escape(title), Markup.escape(description));
    return ROOT.matcher(text).replaceFirst(m -> Matcher.quoteReplacement(m.group() + head));
  }

  /** Leaves the height to the width, by the view box. */
  static String ofPageWidth(String svg) {
    return ROOT.matcher(svg)
        .replaceFirst(
            root ->
                Matcher.quoteReplacement(
                    root.group()
                        .replaceFirst(" height=\"[^\"]*\"", "")
                        .replaceFirst(" width=\"[^\"]*\"", " width=\"100%\"")));
  }

  /** Names that no other chart on the same page has, unless it is the same chart. */
  private static String distinct(String text, int clips) {
    String chart = Integer.toHexString(text.hashCode());
    for (int i = 0; i < clips; i++) {
      text = text.replace("\"clip" + i + "\"", "\"clip" + i + "-" + chart + "\"");
      text = text.replace("#clip" + i + ")", "#clip" + i + "-" + chart + ")");
    }
    return text;
  }

  private static String shorten(String number) {
    String text = String.format(Locale.ROOT, "%.2f", Double.parseDouble(number));
    text = text.replaceAll("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }
}
