package recap.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A chart of the project: XChart's axes, title and legend, what is drawn upon them, and a caption
 * that names the data set and the runs it was made from. It paints like any XChart chart.
 */
public final class Figure implements IChart {
  /** What is drawn upon the axes, in their coordinates. */
  interface Overlay {
    void draw(Graphics2D g, AxesChart<?, ?> axes);
  }

  // One context for all measuring, so that a layout does not depend on where it is painted.
  private static final FontRenderContext TEXT = new FontRenderContext(null, true, true);
  private static final int LINE = 15;
  private static final int MARGIN = 14;

  private final AxesChart<?, ?> axes;
  private final Overlay overlay;
  private final int side;
  private final String caption;
  private final int width;
  private final int height;

  /**
   * @param side pixels to the right of the axes that the overlay has for itself
   */
  Figure(AxesChart<?, ?> axes, Overlay overlay, int side, String caption) {
    this.axes = axes;
    this.overlay = overlay;
    this.side = side;
    this.caption = caption;
    this.width = axes.getWidth() + side;
    int lines = wrap(caption, width - 2 * MARGIN).size();
    this.height = axes.getHeight() + (lines == 0 ? 0 : lines * LINE + MARGIN / 2);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width, height));
    var lines = wrap(caption, width - 2 * MARGIN);
    int top = lines.isEmpty() ? height : height - lines.size() * LINE - MARGIN / 2;
    axes.paint(g, width - side, top);
    overlay.draw(g, axes);
    g.setColor(Style.MUTED);
    for (int i = 0; i < lines.size(); i++) {
      text(g, lines.get(i), Style.SMALL, MARGIN, top + LINE * i + 8);
    }
  }

  /** Paints text as outlines: an SVG then looks the same where the fonts differ. */
  static void text(Graphics2D g, String text, Font font, double x, double y) {
    if (text.isEmpty()) {
      return;
    }
    var outline = new TextLayout(text, font, TEXT).getOutline(null);
    g.fill(AffineTransform.getTranslateInstance(x, y).createTransformedShape(outline));
  }

  /** Pixels from the first letter to the last. */
  static double textWidth(String text, Font font) {
    return text.isEmpty() ? 0 : new TextLayout(text, font, TEXT).getAdvance();
  }

  private static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    String line = "";
    for (String word : text.isBlank() ? new String[0] : text.strip().split(" +")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && textWidth(longer, Style.SMALL) > width) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    if (!line.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public int getWidth() {
    return width;
  }

  @Override
  public int getHeight() {
    return height;
  }

  @Override
  public String getTitle() {
    return axes.getTitle();
  }

  /** The line below the chart: data set and runs; empty where there is none. */
  public String caption() {
    return caption;
  }
}
