package recap.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.IChart;
import recap.io.AtomicFile;
import recap.io.StorageException;

/** Charts as files: SVG for documents, PNG for readers that show no SVG. */
public final class ChartFiles {
  private static final int PNG_SCALE = 2;

  private ChartFiles() {}

  /**
   * Writes {@code name.svg} and {@code name.png} into {@code folder}, each beside and renamed over,
   * and makes the folder where it is missing.
   *
   * @return the two files
   * @throws StorageException naming the file that cannot be written
   */
  public static List<Path> write(IChart chart, Path folder, String name) {
    List<Path> files = files(folder, name);
    write(files.get(0), svg(chart));
    byte[] png = png(chart);
    AtomicFile.write(files.get(1), out -> out.write(png));
    return files;
  }

  /**
   * Deletes what {@link #write} wrote under {@code name}, where it did.
   *
   * @throws StorageException naming the file that cannot be deleted
   */
  public static void delete(Path folder, String name) {
    for (Path file : files(folder, name)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw StorageException.undeletable(file, e);
      }
    }
  }

  private static List<Path> files(Path folder, String name) {
    return List.of(folder.resolve(name + ".svg"), folder.resolve(name + ".png"));
  }

  /**
   * Writes an SVG document, such as a network's diagram, beside {@code file} and renames it over.
   *
   * @throws StorageException naming the file that cannot be written
   */
  public static void writeSvg(String svg, Path file) {
    write(file, svg);
  }

  private static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The chart as SVG, with its title and caption for readers that do not see it. */
  public static String svg(IChart chart) {
    var graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    var page = new PageSize(0, 0, chart.getWidth(), chart.getHeight());
    var bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor().getDocument(graphics.getCommands(), page).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String caption = chart instanceof Figure figure ? figure.caption() : "";
    return SvgText.tidy(bytes.toString(StandardCharsets.UTF_8), chart.getTitle(), caption);
  }

  /** The same as wide as the page that shows it: a notebook would cut off what is wider. */
  public static String svgOfPageWidth(IChart chart) {
    return SvgText.ofPageWidth(svg(chart));
  }

  /** The chart as PNG, two pixels for each of its own. */
  public static byte[] png(IChart chart) {
    int width = chart.getWidth();
    int height = chart.getHeight();
    var image =
        new BufferedImage(width * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.scale(PNG_SCALE, PNG_SCALE);
    chart.paint(graphics, width, height);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
