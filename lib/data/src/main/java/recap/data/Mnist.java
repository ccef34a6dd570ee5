package recap.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import recap.io.Digests;

/**
 * MNIST: 60 000 training and 10 000 test images of handwritten digits, 1 x 28 x 28, in IDX files,
 * gzipped or not.
 *
 * <p>Source: LeCun, Bottou, Bengio and Haffner 1998, section III.A.
 */
public final class Mnist {
  /** The folder below the data folder that holds the four files. */
  public static final String FOLDER = "mnist";

  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** The SHA-256 of each file as the authors gave it out, unzipped. */
  static final Map<String, String> SHA256 =
      Map.of(
          TRAIN_IMAGES, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          TRAIN_LABELS, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
          TEST_IMAGES, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          TEST_LABELS, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  private static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private Mnist() {}

  /** The set in the {@linkplain DataFolder#locate() default folder}; see {@link #load(Path)}. */
  public static TrainTest load() {
    return load(DataFolder.locate());
  }

  /**
   * Reads and verifies {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
   * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each with or without {@code .gz}.
   *
   * @param dataFolder the folder that holds {@value #FOLDER}
   * @throws DataException naming the file, if one is missing or is not, unzipped, byte for byte,
   *     the authors': other sets have files of the same names
   */
  public static TrainTest load(Path dataFolder) {
    return load(dataFolder, SHA256);
  }

  static TrainTest load(Path dataFolder, Map<String, String> sums) {
    Path folder = dataFolder.resolve(FOLDER);
    return new TrainTest(
        combine(
            "MNIST train",
            verified(folder, TRAIN_IMAGES, 3, sums),
            verified(folder, TRAIN_LABELS, 1, sums),
            DIGITS),
        combine(
            "MNIST test",
            verified(folder, TEST_IMAGES, 3, sums),
            verified(folder, TEST_LABELS, 1, sums),
            DIGITS));
  }

  private static Idx verified(Path folder, String name, int rank, Map<String, String> sums) {
    Path file = find(folder, name);
    Idx idx = Idx.read(file, rank);
    if (!idx.sha256().equals(sums.get(name))) {
      throw DataException.of(
          file,
          "SHA-256 " + sums.get(name) + " unzipped",
          idx.sha256(),
          "delete it and run `make data`");
    }
    return idx;
  }

  /**
   * Reads any set in MNIST's format, such as Fashion-MNIST.
   *
   * @param name what results will call the set
   * @param images an IDX file of N x H x W unsigned bytes
   * @param labels an IDX file of N unsigned bytes
   * @param classNames the name of each label
   * @throws DataException naming the file, if one is missing or damaged, or if they disagree
   */
  public static ImageSet read(String name, Path images, Path labels, List<String> classNames) {
    return combine(name, Idx.read(images, 3), Idx.read(labels, 1), classNames);
  }

  static ImageSet combine(String name, Idx images, Idx labels, List<String> classNames) {
    int[] shape = images.dimensions();
    if (shape[0] != labels.values().length) {
      throw DataException.of(
          name,
          "a label for each of " + shape[0] + " images",
          labels.values().length + " labels",
          "take both files from one set");
    }
    String sha256 =
        Digests.sha256(images.header(), images.values(), labels.header(), labels.values());
    return new ImageSet(
        name, sha256, 1, shape[1], shape[2], classNames, images.values(), labels.values());
  }

  private static Path find(Path folder, String file) {
    Path plain = folder.resolve(file);
    Path gzipped = folder.resolve(file + ".gz");
    if (!Files.exists(plain) && !Files.exists(gzipped)) {
      throw DataException.of(
          plain,
          "this file, or the same with .gz",
          "none",
          "run `make data`, or put MNIST's four files there");
    }
    return Files.exists(plain) ? plain : gzipped;
  }
}
