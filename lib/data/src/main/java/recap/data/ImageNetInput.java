package recap.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture file as the input of an ImageNet network, prepared as torchvision's reference weights
 * expect it: the shorter side scaled to 256/224 of the input, the centre cut out, values in 0..1
 * less the mean (0.485, 0.456, 0.406) over the standard deviation (0.229, 0.224, 0.225) of red,
 * green and blue.
 */
public final class ImageNetInput {
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  private ImageNetInput() {}

  /**
   * The centre of the picture, 3 x {@code size} x {@code size} values in C, H, W order.
   *
   * @throws DataException when the file cannot be read or is no picture
   */
  public static float[] read(Path file, int size) {
    BufferedImage image = decode(file);
    double scale = size * 256.0 / 224 / Math.min(image.getWidth(), image.getHeight());
    int width = Math.max(size, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(size, (int) Math.round(image.getHeight() * scale));
    var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = scaled.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(image, 0, 0, width, height, null);
    pen.dispose();
    return normalised(scaled, (width - size) / 2, (height - size) / 2, size);
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

  private static float[] normalised(BufferedImage image, int left, int top, int size) {
    float[] values = new float[3 * size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int rgb = image.getRGB(left + x, top + y);
        for (int c = 0; c < 3; c++) {
          float value = (rgb >> (16 - 8 * c) & 0xff) / 255f;
          values[(c * size + y) * size + x] = (value - MEAN[c]) / DEVIATION[c];
        }
      }
    }
    return values;
  }
}
