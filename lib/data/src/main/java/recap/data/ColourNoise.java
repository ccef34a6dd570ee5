package recap.data;

import recap.nn.RandomStream;

/**
 * Moves all pixels of an image by one random colour, larger where the colours of the set vary more.
 *
 * <p>Krizhevsky et al. 2012, section 4.1, add to every pixel the principal components of the
 * training set's colours, each times its eigenvalue and a Gaussian number of deviation 0.1. With
 * the colours' covariance C that sum is normally distributed with covariance (0.1 C)^2, and so is
 * 0.1 C g with three independent standard Gaussian numbers g, which needs no eigenvectors. Colours
 * count on the scale 0..1.
 */
final class ColourNoise {
  private static final double LEVELS = 255;

  private final double[][] covariance;
  private final double[] gaussian;
  private final double deviation;
  private final long seed;
  private RandomStream random;

  /**
   * @param train the images whose colours count, of any number of channels C
   * @param deviation of the Gaussian numbers; 0.1 in the paper
   */
  ColourNoise(ImageSet train, double deviation, long seed) {
    this.covariance = covariance(train);
    this.gaussian = new double[train.channels()];
    this.deviation = deviation;
    this.seed = seed;
  }

  /** C x C, over all pixels of all images. */
  private static double[][] covariance(ImageSet train) {
    int channels = train.channels();
    int plane = train.height() * train.width();
    long[] sum = new long[channels];
    long[][] products = new long[channels][channels];
    for (int image = 0; image < train.size(); image++) {
      for (int pixel = 0; pixel < plane; pixel++) {
        for (int c = 0; c < channels; c++) {
          int level = level(train, image, c * plane + pixel);
          sum[c] += level;
          for (int d = 0; d <= c; d++) {
            products[c][d] += level * level(train, image, d * plane + pixel);
          }
        }
      }
    }
    double[][] covariance = new double[channels][channels];
    double pixels = (double) train.size() * plane;
    for (int c = 0; c < channels; c++) {
      for (int d = 0; d <= c; d++) {
        double value = products[c][d] / pixels - sum[c] / pixels * (sum[d] / pixels);
        covariance[c][d] = value / (LEVELS * LEVELS);
        covariance[d][c] = covariance[c][d];
      }
    }
    return covariance;
  }

  private static int level(ImageSet set, int image, int place) {
    return set.rawPixels()[set.offset(image) + place] & 0xFF;
  }

  /** Draws from here on for the images of an epoch. */
  void seek(int epoch) {
    random = RandomStream.of(seed, "colour", epoch);
  }

  /**
   * Adds the colour of a sample to its image.
   *
   * @param normalization what the image went through
   * @param images C x plane floats from {@code start} on
   */
  void add(int sample, Normalization normalization, float[] images, int start, int plane) {
    random.jumpTo((long) sample * 2 * gaussian.length);
    for (int c = 0; c < gaussian.length; c++) {
      gaussian[c] = random.nextGaussian();
    }
    for (int c = 0; c < gaussian.length; c++) {
      double colour = 0;
      for (int d = 0; d < gaussian.length; d++) {
        colour += deviation * covariance[c][d] * gaussian[d];
      }
      float shift = (float) (LEVELS * colour * normalization.perLevel(c));
      for (int i = start + c * plane; i < start + (c + 1) * plane; i++) {
        images[i] += shift;
      }
    }
  }
}
