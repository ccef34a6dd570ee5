package recap.data;

import java.util.ArrayList;
import java.util.List;

/** {@code (x / 255 - mean[c]) / std[c]}, read from a table of 256 values a channel. */
final class PerChannelNormalization extends Normalization {
  private final List<Float> mean;
  private final List<Float> std;
  private final float[][] table;

  PerChannelNormalization(List<Float> mean, List<Float> std) {
    super("");
    if (mean.isEmpty() || mean.size() != std.size()) {
      throw DataException.of(
          "Normalization.perChannel",
          "as many standard deviations as means, at least one",
          mean.size() + " means and " + std.size() + " standard deviations",
          "give one of each for every channel");
    }
    this.mean = List.copyOf(mean);
    this.std = List.copyOf(std);
    this.table = new float[mean.size()][256];
    for (int c = 0; c < table.length; c++) {
      if (!Float.isFinite(mean.get(c)) || !(std.get(c) > 0) || !Float.isFinite(std.get(c))) {
        throw DataException.of(
            "Normalization.perChannel",
            "a finite mean and a positive standard deviation for channel " + c,
            mean.get(c) + " and " + std.get(c),
            "leave out a channel that never changes, or give it standard deviation 1");
      }
      for (int value = 0; value < 256; value++) {
        table[c][value] = (float) ((value / 255.0 - mean.get(c)) / std.get(c));
      }
    }
  }

  static PerChannelNormalization of(ImageSet train) {
    int plane = train.height() * train.width();
    var means = new ArrayList<Float>();
    var stds = new ArrayList<Float>();
    for (int c = 0; c < train.channels(); c++) {
      long[] histogram = new long[256];
      for (int i = 0; i < train.size(); i++) {
        int start = train.offset(i) + c * plane;
        for (int p = start; p < start + plane; p++) {
          histogram[train.rawPixels()[p] & 0xFF]++;
        }
      }
      long sum = 0;
      long squares = 0;
      for (int value = 0; value < 256; value++) {
        sum += value * histogram[value];
        squares += (long) value * value * histogram[value];
      }
      double n = (double) plane * train.size();
      double average = sum / n;
      means.add((float) (average / 255));
      stds.add((float) (Math.sqrt(squares / n - average * average) / 255));
    }
    return new PerChannelNormalization(means, stds);
  }

  @Override
  public String describe() {
    return "per-channel mean " + mean + ", standard deviation " + std + ", scale 0..1";
  }

  @Override
  double perLevel(int channel) {
    return 1 / (255.0 * std.get(channel));
  }

  @Override
  public void requireSuits(ImageSet set) {
    if (set.channels() != table.length) {
      throw DataException.of(
          "Normalization",
          "images of " + table.length + " channels",
          set.toString(),
          "make the normalisation from a set of this shape");
    }
  }

  @Override
  void run(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n) {
    float[] values = table[channel];
    for (int i = 0; i < n; i++) {
      target[start + i] = values[source[sourceStart + i] & 0xFF];
    }
  }

  @Override
  void runMirrored(
      byte[] source, int sourceStart, int channel, int pixel, float[] target, int start, int n) {
    float[] values = table[channel];
    int last = start + n - 1;
    for (int i = 0; i < n; i++) {
      target[last - i] = values[source[sourceStart + i] & 0xFF];
    }
  }
}
