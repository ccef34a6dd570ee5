package recap.report;

import java.util.regex.Pattern;

/** Text within the elements of SVG and HTML. */
public final class Markup {
  /** What no XML document may hold, escaped or not: most control characters, half characters. */
  private static final Pattern NO_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private Markup() {}

  /** {@code text} as it is written between two tags; not for attributes, which need quotes, too. */
  public static String escape(String text) {
    text = NO_XML.matcher(text).replaceAll("\uFFFD");
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
