package recap.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * Small pictures in rows, each row with a word before it. All are enlarged by the same factor,
 * pixel by pixel. It paints like any XChart chart.
 */
public final class Gallery implements IChart {
  private static final int MARGIN = 14;
  private static final int GAP = 4;
  private static final int TITLE = 34;
  private static final int LETTER = 7;

  private record Row(String word, List<BufferedImage> pictures) {
    int width() {
      return pictures.stream().mapToInt(BufferedImage::getWidth).max().orElse(0);
    }

    int height() {
      return pictures.stream().mapToInt(BufferedImage::getHeight).max().orElse(0);
    }
  }

  private final String title;
  private final int factor;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param factor pixels of the screen for one of a picture, in each direction; at least 1
   * @throws IllegalArgumentException for a factor below 1
   */
  public Gallery(String title, int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException(
          "Gallery: expected a factor of at least 1, received " + factor + "; use 4.");
    }
    this.title = title;
    this.factor = factor;
  }

  /** Appends a row. */
  public Gallery row(String word, List<BufferedImage> pictures) {
    rows.add(new Row(word, List.copyOf(pictures)));
    return this;
  }

  /** Where pictures begin: behind the longest word. */
  private int left() {
    return MARGIN + LETTER * rows.stream().mapToInt(row -> row.word.length()).max().orElse(0) + GAP;
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width, height));
    g.setColor(Style.INK);
    Figure.text(g, title, Style.TITLE, MARGIN, MARGIN + Style.TITLE.getSize());
    int y = MARGIN + TITLE;
    for (Row row : rows) {
      g.setColor(Style.INK);
      int middle = y + row.height() * factor / 2 + Style.SMALL.getSize() / 2;
      Figure.text(g, row.word, Style.SMALL, MARGIN, middle);
      int x = left();
      for (BufferedImage picture : row.pictures) {
        int w = picture.getWidth() * factor;
        int h = picture.getHeight() * factor;
        g.drawImage(picture, x, y, w, h, null);
        x += row.width() * factor + GAP;
      }
      y += row.height() * factor + GAP;
    }
  }

  @Override
  public int getWidth() {
    int pictures =
        rows.stream()
            .mapToInt(row -> row.pictures.size() * (row.width() * factor + GAP))
            .max()
            .orElse(0);
    int text = (int) Math.ceil(Figure.textWidth(title, Style.TITLE));
    return Math.max(left() + pictures, MARGIN + text) + MARGIN;
  }

  @Override
  public int getHeight() {
    return MARGIN
        + TITLE
        + rows.stream().mapToInt(row -> row.height() * factor + GAP).sum()
        + MARGIN;
  }

  @Override
  public String getTitle() {
    return title;
  }
}
