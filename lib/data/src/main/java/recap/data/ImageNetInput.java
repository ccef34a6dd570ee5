package recap.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

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

  private ImageNetInput() {}

  /**
   * The centre of the picture, 3 x {@code size} x {@code size} values in C, H, W order.
   *
   * @throws DataException when the file cannot be read or is no picture
   */
  public static float[] read(Path file, int size, Normalized how) {
    BufferedImage image = decode(file);
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

  private static BufferedImage decode(Path file) {
    if (!Files.isReadable(file)) {
      throw new DataException(
          file + ": expected a picture, found no readable file; check the path.");
    }
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      if (image == null) {
        throw new DataException(
            file + ": expected a PNG, JPEG, GIF or BMP picture, found something else; convert it.");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw new DataException(
          file
              + ": expected a whole picture, found a damaged one ("
              + e.getMessage()
              + "); copy or convert it again.",
          e);
    }
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
