package recap.data;

import java.util.List;
import java.util.Locale;

/** {@code (x - mean[c, y, x]) * scale}, with {@code x * scale} read from a table of 256 values. */
final class PerPixelNormalization extends Normalization {
  private final float[] table = new float[256];
  private final List<Integer> shape;
  private final float[] scaledMean;
  private final double scale;
  private final String description;

  private PerPixelNormalization(ImageSet source, float[] mean, double scale, String description) {
    super(source.name());
    this.shape = shape(source);
    this.scaledMean = new float[mean.length];
    this.scale = scale;
    this.description = description;
    for (int value = 0; value < 256; value++) {
      table[value] = (float) (value * scale);
    }
    for (int p = 0; p < mean.length; p++) {
      scaledMean[p] = (float) (mean[p] * scale);
    }
  }

  static PerPixelNormalization of(ImageSet train, double scale, String description) {
    return new PerPixelNormalization(train, mean(train), scale, description);
  }

  static PerPixelNormalization ofUnitVariance(ImageSet train) {
    float[] mean = mean(train);
    double squares = 0;
    for (int i = 0; i < train.size(); i++) {
      int start = train.offset(i);
      for (int p = 0; p < mean.length; p++) {
        double centred = (train.rawPixels()[start + p] & 0xFF) - mean[p];
        squares += centred * centred;
      }
    }
    double std = Math.sqrt(squares / ((double) train.size() * mean.length));
    if (!(std > 0)) {
      throw DataException.of(
          "Normalization.unitVariance",
          "images that differ",
          train + ", all the same",
          "use unitRange instead");
    }
    return new PerPixelNormalization(
        train,
        mean,
        1 / std,
        "per-pixel mean subtracted, divided by " + (float) std + " (unit variance)");
  }

  private static float[] mean(ImageSet train) {
    long[] sum = new long[train.imageSize()];
    for (int i = 0; i < train.size(); i++) {
      int start = train.offset(i);
      for (int p = 0; p < sum.length; p++) {
        sum[p] += train.rawPixels()[start + p] & 0xFF;
      }
    }
    float[] mean = new float[sum.length];
    for (int p = 0; p < sum.length; p++) {
      mean[p] = (float) ((double) sum[p] / train.size());
    }
    return mean;
  }

  private static List<Integer> shape(ImageSet set) {
    return List.of(set.channels(), set.height(), set.width());
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  double perLevel(int channel) {
    return scale;
  }

  @Override
  public void requireSuits(ImageSet set) {
    if (!shape(set).equals(shape)) {
      throw DataException.of(
          "Normalization",
          String.format(Locale.ROOT, "images of %dx%dx%d", shape.toArray()),
          set.toString(),
          "make the normalisation from a set of this shape");
    }
  }

  @Override
  void run(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n) {
    for (int i = 0; i < n; i++) {
      target[start + i] = table[source[sourceStart + i] & 0xFF] - scaledMean[pixel + i];
    }
  }

  @Override
  void runMirrored(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n) {
    int last = start + n - 1;
    for (int i = 0; i < n; i++) {
      target[last - i] = table[source[sourceStart + i] & 0xFF] - scaledMean[pixel + i];
    }
  }
}
