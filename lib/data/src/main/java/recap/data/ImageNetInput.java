package recap.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture file as the input of an ImageNet network, prepared as published weights expect it: the
 * shorter side scaled to 256/224 of the input, the centre cut out, values in 0..1 normalised.
 */
public final class ImageNetInput {
  /** How values in 0..1 are normalised: less a mean, over a deviation, of red, green and blue. */
  public enum Normalized {
    /** By the statistics of ImageNet, as torchvision's reference weights expect it. */
    BY_STATISTICS(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f}),
    /** To -1..1, as the weights of Google's networks expect it, torchvision's copies included. */
    TO_SYMMETRIC_RANGE(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f});

    private final float[] mean;
    private final float[] deviation;

    Normalized(float[] mean, float[] deviation) {
      this.mean = mean;
      this.deviation = deviation;
    }
  }

  /** The platform's readers of BMP and TIFF take as much memory as a small file asks for. */
  private static final Set<String> FORMATS = Set.of("PNG", "JPEG", "GIF");

  /** More than any camera takes, and a quarter of a gigabyte decoded. */
  private static final long MOST_PIXELS = 64_000_000;

  /** Scaled to the input, a longer strip would fill the memory. */
  private static final long MOST_RATIO = 50;

  /** So that a strip of the greatest ratio still fits into an array. */
  private static final int MOST_SIDE = 1024;

  private static final long MOST_BYTES = 256L << 20;

  private ImageNetInput() {}

  /**
   * The centre of the picture, 3 x {@code size} x {@code size} values in C, H, W order.
   *
   * @param size of 1 to 1024
   * @throws DataException when the file cannot be read or is no picture, or for another size
   */
  public static float[] read(Path file, int size, Normalized how) {
    if (!Files.isReadable(file)) {
      throw DataException.of(file, "a picture", "no readable file", "check the path");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw DataException.of(
            file,
            "a picture of at most " + MOST_BYTES + " bytes",
            Files.size(file) + " bytes",
            "make a smaller copy");
      }
      return parse(file.toString(), Files.readAllBytes(file), size, how);
    } catch (IOException e) {
      throw new DataException(
          file + ": expected a readable picture, found " + e + "; check the path.", e);
    }
  }

  /** The same from the content of a file called {@code name}. */
  static float[] parse(String name, byte[] content, int size, Normalized how) {
    if (size < 1 || size > MOST_SIDE) {
      throw DataException.of(
          name,
          "a side of 1 to " + MOST_SIDE + " pixels to scale to",
          String.valueOf(size),
          "use 224");
    }
    BufferedImage image = decode(name, content);
    int shorter = Math.min(image.getWidth(), image.getHeight());
    int side = (int) Math.round(size * 256.0 / 224);
    int width = (int) ((long) side * image.getWidth() / shorter);
    int height = (int) ((long) side * image.getHeight() / shorter);
    BufferedImage scaled = Resampling.bilinear(image, width, height);
    return normalized(scaled, half(width - size), half(height - size), size, how);
  }

  /** Half of the margin, to the nearest even pixel where two are as near: Python's rounding. */
  private static int half(int margin) {
    return (int) Math.rint(margin / 2.0);
  }

  private static BufferedImage decode(String name, byte[] content) {
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw unknown(name, "something else");
      }
      return decode(name, readers.next(), stream);
    } catch (IOException e) {
      throw damaged(name, e);
    }
  }

  private static BufferedImage decode(String name, ImageReader reader, ImageInputStream stream) {
    try {
      String format = reader.getFormatName().toUpperCase(Locale.ROOT);
      if (!FORMATS.contains(format)) {
        throw unknown(name, format);
      }
      // Without metadata the reader skips every part but those that make up the pixels.
      reader.setInput(stream, true, true);
      requireUsable(name, reader.getWidth(0), reader.getHeight(0));
      return withLevels(reader.read(0));
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The platform's readers answer damage with unchecked exceptions too.
      throw damaged(name, e);
    } finally {
      reader.dispose();
    }
  }

  /**
   * A grey picture's levels as they are in the file: Java takes them for linear and would brighten
   * them on the way to red, green and blue.
   */
  private static BufferedImage withLevels(BufferedImage image) {
    var colours = image.getColorModel();
    if (colours.getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
      return image;
    }
    int deeper = colours.getComponentSize(0) - 8;
    var grey = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        grey.setRGB(x, y, 0x010101 * (image.getRaster().getSample(x, y, 0) >> deeper));
      }
    }
    return grey;
  }

  private static DataException unknown(String name, String found) {
    return DataException.of(name, "a PNG, JPEG or GIF picture", found, "convert it");
  }

  /** Before memory is taken for the pixels, decoded or scaled. */
  private static void requireUsable(String name, long width, long height) {
    long shorter = Math.min(width, height);
    if (shorter < 1
        || width * height > MOST_PIXELS
        || Math.max(width, height) > MOST_RATIO * shorter) {
      throw DataException.of(
          name,
          "a picture of 1 to "
              + MOST_PIXELS
              + " pixels, at most "
              + MOST_RATIO
              + " times as long as it is wide",
          width + " x " + height,
          "make a smaller copy or cut it");
    }
  }

  private static DataException damaged(String name, Exception cause) {
    return new DataException(
        name
            + ": expected a whole picture, found a damaged one ("
            + cause
            + "); copy or convert it again.",
        cause);
  }

  private static float[] normalized(
      BufferedImage image, int left, int top, int size, Normalized how) {
    float[] values = new float[3 * size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int rgb = image.getRGB(left + x, top + y);
        for (int c = 0; c < 3; c++) {
          float value = (rgb >> (16 - 8 * c) & 0xff) / 255f;
          values[(c * size + y) * size + x] = (value - how.mean[c]) / how.deviation[c];
        }
      }
    }
    return values;
  }
}
