package recap.data;

import java.util.List;
import recap.io.Digests;
import recap.nn.RandomStream;

/**
 * Procedurally generated images of ten classes, for tests and SMOKE runs, which need no download.
 *
 * <p>An image is {@code base[c] + amplitude[c] * m(y, x) + noise} with a mask {@code m} in [-1, 1]
 * that only the class determines: a grating at one of five orientations, a disc, a ring, a square,
 * a cross or a checkerboard, at a random phase, place and size. Base colour, amplitude and the
 * amplitude's sign are random for each channel and independent of the class. So every class has the
 * same mean image, and a linear classifier of the pixels gets less than a third right, where chance
 * is a tenth; edges and their arrangement tell the classes apart, which a small convolutional
 * network learns.
 *
 * <p>Image {@code i} depends on seed, split and {@code i} alone: the first images of a larger set
 * are those of a smaller one. Classes take turns, so every run of ten images has each class once.
 */
public final class Synthetic {
  /** The ten classes in label order. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "grating 0",
          "grating 36",
          "grating 72",
          "grating 108",
          "grating 144",
          "disc",
          "ring",
          "square",
          "cross",
          "checkerboard");

  private static final int GRATINGS = 5;

  /** Half-width of the noise, in grey levels. */
  private static final int NOISE = 16;

  private Synthetic() {}

  /**
   * A training and a test set of CIFAR-10's shape, 3 x 32 x 32. The sets share no image.
   *
   * @param seed determines every pixel
   * @throws DataException if a size is not positive
   */
  public static TrainTest load(long seed, int trainSize, int testSize) {
    return load(seed, trainSize, testSize, 3, 32, 32);
  }

  /**
   * A training and a test set of any shape of at least 8 x 8 pixels.
   *
   * @throws DataException if a size is not positive, or an image or a set is too small or too large
   */
  public static TrainTest load(
      long seed, int trainSize, int testSize, int channels, int height, int width) {
    return new TrainTest(
        generate(trainName(seed, trainSize), "train", seed, trainSize, channels, height, width),
        generate(testName(seed, testSize), "test", seed, testSize, channels, height, width));
  }

  /** What the training set of so many images is called. */
  public static String trainName(long seed, int size) {
    return name("synthetic-10", seed, size);
  }

  /** What the test set of so many images is called. */
  public static String testName(long seed, int size) {
    return name("synthetic-10 test", seed, size);
  }

  private static String name(String set, long seed, int size) {
    return set + " (seed " + seed + ", " + size + " images)";
  }

  private static ImageSet generate(
      String name, String split, long seed, int size, int channels, int height, int width) {
    double bytes = (double) size * channels * height * width;
    if (size < 1 || channels < 1 || height < 8 || width < 8 || bytes > Integer.MAX_VALUE - 8) {
      throw DataException.of(
          "Synthetic",
          "at least one image of at least 1x8x8, at most 2 GiB in all",
          size + " images of " + channels + "x" + height + "x" + width,
          "choose another size");
    }
    int imageSize = channels * height * width;
    byte[] pixels = new byte[size * imageSize];
    byte[] labels = new byte[size];
    float[] mask = new float[height * width];
    for (int i = 0; i < size; i++) {
      RandomStream random = RandomStream.of(seed, "synthetic " + split, i);
      labels[i] = (byte) (i % CLASS_NAMES.size());
      draw(labels[i], random, mask, height, width);
      colour(mask, random, channels, pixels, i * imageSize);
    }
    String sha256 = Digests.sha256(labels, pixels);
    return new ImageSet(name, sha256, channels, height, width, CLASS_NAMES, pixels, labels);
  }

  private static void draw(int label, RandomStream random, float[] mask, int height, int width) {
    if (label < GRATINGS) {
      grating(Math.PI * label / GRATINGS, random, mask, height, width);
      return;
    }
    int side = Math.min(height, width);
    float radius = side * (0.20f + 0.18f * random.nextFloat());
    float centreY = radius + (height - 2 * radius) * random.nextFloat();
    float centreX = radius + (width - 2 * radius) * random.nextFloat();
    float cell = 3 + 2 * random.nextFloat();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float dy = y + 0.5f - centreY;
        float dx = x + 0.5f - centreX;
        mask[y * width + x] = inside(label, dy, dx, radius, cell) ? 1 : -1;
      }
    }
  }

  /** Whether a pixel at (dy, dx) from the centre belongs to the shape of the class. */
  private static boolean inside(int label, float dy, float dx, float radius, float cell) {
    float squared = dy * dy + dx * dx;
    float across = Math.max(Math.abs(dy), Math.abs(dx));
    return switch (CLASS_NAMES.get(label)) {
      case "disc" -> squared < radius * radius;
      case "ring" -> squared < radius * radius && squared > 0.36f * radius * radius;
      // Of the disc's area, so that area tells nothing.
      case "square" -> across < 0.886f * radius;
      case "cross" -> across < radius && Math.min(Math.abs(dy), Math.abs(dx)) < 0.3f * radius;
      default -> (((int) Math.floor(dy / cell) + (int) Math.floor(dx / cell)) & 1) == 0;
    };
  }

  /**
   * {@code sin(a(y) + b(x))} with waves of 4 to 8 pixels, by the addition theorem: two sines a row
   * and a column instead of one a pixel. {@link StrictMath} makes the same bytes everywhere.
   */
  private static void grating(
      double angle, RandomStream random, float[] mask, int height, int width) {
    double frequency = 2 * Math.PI / (4 + 4 * random.nextDouble());
    double phase = 2 * Math.PI * random.nextDouble();
    double down = frequency * StrictMath.sin(angle);
    double right = frequency * StrictMath.cos(angle);
    float[] sine = new float[width];
    float[] cosine = new float[width];
    for (int x = 0; x < width; x++) {
      sine[x] = (float) StrictMath.sin(right * x + phase);
      cosine[x] = (float) StrictMath.cos(right * x + phase);
    }
    for (int y = 0; y < height; y++) {
      float rowSine = (float) StrictMath.sin(down * y);
      float rowCosine = (float) StrictMath.cos(down * y);
      for (int x = 0; x < width; x++) {
        mask[y * width + x] = rowSine * cosine[x] + rowCosine * sine[x];
      }
    }
  }

  private static void colour(
      float[] mask, RandomStream random, int channels, byte[] pixels, int start) {
    for (int c = 0; c < channels; c++) {
      float base = 88 + 80 * random.nextFloat();
      float amplitude = (30 + 42 * random.nextFloat()) * (random.nextInt(2) == 0 ? 1 : -1);
      long noise = 0;
      for (int p = 0; p < mask.length; p++) {
        // One word of 64 bits serves eight pixels.
        noise = (p & 7) == 0 ? random.nextLong() : noise >>> 8;
        int level = Math.round(base + amplitude * mask[p]);
        int speck = (int) ((noise & 0xFF) * (2 * NOISE + 1) >> 8) - NOISE;
        pixels[start + c * mask.length + p] = (byte) Math.min(255, Math.max(0, level + speck));
      }
    }
  }
}
