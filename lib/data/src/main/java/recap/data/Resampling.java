package recap.data;

import java.awt.image.BufferedImage;

/**
 * Scales a picture as Pillow's bilinear filter does, which published ImageNet weights are used
 * with: a triangle over two pixels of whichever picture is coarser, so that nothing aliases when it
 * shrinks. Rows first, then columns, each rounded to whole levels.
 */
final class Resampling {
  private Resampling() {}

  /** The picture in {@code width} x {@code height} pixels. */
  static BufferedImage bilinear(BufferedImage image, int width, int height) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    int[] rows = alongRows(pixels, image.getWidth(), image.getHeight(), width);
    int[] columns = transposed(rows, width, image.getHeight());
    int[] scaled = transposed(alongRows(columns, image.getHeight(), width, height), height, width);
    var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    result.setRGB(0, 0, width, height, scaled, 0, width);
    return result;
  }

  /** {@code count} rows of {@code in} pixels each become rows of {@code out} pixels. */
  private static int[] alongRows(int[] pixels, int in, int count, int out) {
    int[] result = new int[count * out];
    double scale = (double) in / out;
    double support = Math.max(scale, 1);
    for (int x = 0; x < out; x++) {
      double centre = (x + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(in, (int) (centre + support + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / support);
        sum += weights[i];
      }
      for (int y = 0; y < count; y++) {
        result[y * out + x] = mean(pixels, y * in + first, weights, sum);
      }
    }
    return result;
  }

  /** The weighted mean of red, green and blue, each. */
  private static int mean(int[] pixels, int from, double[] weights, double sum) {
    int mean = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      double level = 0;
      for (int i = 0; i < weights.length; i++) {
        level += weights[i] * (pixels[from + i] >> shift & 0xff);
      }
      mean |= (int) (level / sum + 0.5) << shift;
    }
    return mean;
  }

  private static int[] transposed(int[] pixels, int width, int height) {
    int[] result = new int[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result[x * height + y] = pixels[y * width + x];
      }
    }
    return result;
  }
}
