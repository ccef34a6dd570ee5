package recap.data;

/** {@code (x - mean[c, y, x]) * scale}. */
final class PerPixelNormalization extends Normalization {
  private final float[] mean;
  private final float scale;
  private final String description;

  private PerPixelNormalization(float[] mean, double scale, String description) {
    this.mean = mean;
    this.scale = (float) scale;
    this.description = description;
  }

  static PerPixelNormalization of(ImageSet train, double scale, String description) {
    return new PerPixelNormalization(mean(train), scale, description);
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
        mean, 1 / std, "per-pixel mean subtracted, divided by " + (float) std + " (unit variance)");
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

  @Override
  public String describe() {
    return description;
  }

  @Override
  void checkSuits(ImageSet set) {
    if (set.imageSize() != mean.length) {
      throw DataException.of(
          "Normalization",
          "images of " + mean.length + " values",
          set.toString(),
          "make the normalisation from a set of this shape");
    }
  }

  @Override
  void run(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n) {
    for (int i = 0; i < n; i++) {
      target[start + i] = ((source[sourceStart + i] & 0xFF) - mean[pixel + i]) * scale;
    }
  }

  @Override
  void runMirrored(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n) {
    int last = start + n - 1;
    for (int i = 0; i < n; i++) {
      target[last - i] = ((source[sourceStart + i] & 0xFF) - mean[pixel + i]) * scale;
    }
  }
}
