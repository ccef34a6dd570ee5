package recap.jupyter;

/** A value that a notebook shows as HTML, and as text where HTML is not to be had. */
public interface HtmlView {

  /** Static HTML or inline SVG: no script and nothing fetched, so that it shows on GitHub too. */
  String toHtml();

  /** The same content as plain text. */
  String toText();
}
