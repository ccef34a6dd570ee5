package recap.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.io.Digests;

/**
 * CIFAR-10: 50 000 training and 10 000 test images, 3 x 32 x 32, ten classes, in the official
 * binary layout. A file is a row of records; a record is one label byte and 3072 pixel bytes in C,
 * H, W order.
 *
 * <p>Source: Krizhevsky, "Learning multiple layers of features from tiny images" (2009), chapter 3.
 */
public final class Cifar10 {
  /** The folder below the data folder that holds the six files. */
  public static final String FOLDER = "cifar-10-batches-bin";

  /** The ten classes in label order. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** The SHA-256 of each file, training batches first, in file order. */
  public static final Map<String, String> SHA256 = checksums();

  static final int IMAGE_BYTES = 3 * 32 * 32;
  static final int RECORD_BYTES = 1 + IMAGE_BYTES;
  static final int RECORDS_PER_FILE = 10_000;
  private static final long FILE_BYTES = (long) RECORDS_PER_FILE * RECORD_BYTES;
  private static final String REMEDY = "run `make data` to install CIFAR-10";

  private Cifar10() {}

  private static Map<String, String> checksums() {
    var sums = new LinkedHashMap<String, String>();
    sums.put(
        "data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5");
    sums.put(
        "data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed");
    sums.put(
        "data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67");
    sums.put(
        "data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48");
    sums.put(
        "data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add");
    sums.put("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b");
    return Collections.unmodifiableMap(sums);
  }

  /** The set in the {@linkplain DataFolder#locate() default folder}; see {@link #load(Path)}. */
  public static TrainTest load() {
    return load(DataFolder.locate());
  }

  /**
   * Reads and verifies the set.
   *
   * @param dataFolder the folder that holds {@value #FOLDER}
   * @throws DataException naming the file, if one of the six is missing or is not, byte for byte,
   *     the official one
   */
  public static TrainTest load(Path dataFolder) {
    return load(dataFolder, SHA256, FILE_BYTES);
  }

  /**
   * Verifies the six files without keeping them.
   *
   * @throws DataException as {@link #load(Path)}
   */
  public static void verify(Path dataFolder) {
    SHA256.forEach(
        (name, sum) -> verified(dataFolder.resolve(FOLDER).resolve(name), sum, FILE_BYTES));
  }

  /** The last of {@code sums} is the test file; the others are training files of equal size. */
  static TrainTest load(Path dataFolder, Map<String, String> sums, long fileBytes) {
    Path folder = dataFolder.resolve(FOLDER);
    var names = List.copyOf(sums.keySet());
    int trainFiles = names.size() - 1;
    return new TrainTest(
        read("CIFAR-10 train", folder, names.subList(0, trainFiles), sums, fileBytes),
        read("CIFAR-10 test", folder, names.subList(trainFiles, names.size()), sums, fileBytes));
  }

  private static ImageSet read(
      String setName, Path folder, List<String> files, Map<String, String> sums, long fileBytes) {
    int perFile = (int) (fileBytes / RECORD_BYTES);
    byte[] pixels = new byte[files.size() * perFile * IMAGE_BYTES];
    byte[] labels = new byte[files.size() * perFile];
    MessageDigest digest = Digests.named("SHA-256");
    for (int f = 0; f < files.size(); f++) {
      Path file = folder.resolve(files.get(f));
      byte[] content = verified(file, sums.get(files.get(f)), fileBytes);
      digest.update(content);
      parse(file.toString(), content, pixels, labels, f * perFile);
    }
    return new ImageSet(setName, Digests.hex(digest), 3, 32, 32, CLASS_NAMES, pixels, labels);
  }

  private static byte[] verified(Path file, String sha256, long bytes) {
    try {
      long size = Files.size(file);
      if (size != bytes) {
        throw DataException.of(file, bytes + " bytes", size + " bytes", REMEDY);
      }
      byte[] content = Files.readAllBytes(file);
      String found = Digests.sha256(content);
      if (!found.equals(sha256)) {
        throw DataException.of(file, "SHA-256 " + sha256, found, REMEDY);
      }
      return content;
    } catch (NoSuchFileException e) {
      throw DataException.of(file, "a file of " + bytes + " bytes", "none", REMEDY);
    } catch (IOException e) {
      throw new DataException(
          file + ": cannot be read (" + e + "); check the file's permissions, then " + REMEDY + ".",
          e);
    }
  }

  /**
   * Reads images in the binary layout that are not the official ones, such as a reduced set.
   *
   * @param name what results will call the set
   * @param content records of 3073 bytes
   * @throws DataException if {@code content} is empty, is cut within a record or has a label above
   *     9
   */
  public static ImageSet parse(String name, byte[] content) {
    if (content.length == 0 || content.length % RECORD_BYTES != 0) {
      throw DataException.of(
          name,
          "one or more records of " + RECORD_BYTES + " bytes",
          content.length + " bytes",
          "get the file again, it is cut short or of another format");
    }
    int images = content.length / RECORD_BYTES;
    byte[] pixels = new byte[images * IMAGE_BYTES];
    byte[] labels = new byte[images];
    parse(name, content, pixels, labels, 0);
    return new ImageSet(name, Digests.sha256(content), 3, 32, 32, CLASS_NAMES, pixels, labels);
  }

  private static void parse(String name, byte[] content, byte[] pixels, byte[] labels, int first) {
    for (int i = 0; i < content.length / RECORD_BYTES; i++) {
      int label = content[i * RECORD_BYTES] & 0xFF;
      if (label >= CLASS_NAMES.size()) {
        throw DataException.of(
            name,
            "a label from 0 to 9 at byte " + i * RECORD_BYTES,
            "" + label,
            "get the file again, it is damaged or of another format");
      }
      labels[first + i] = (byte) label;
      System.arraycopy(
          content, i * RECORD_BYTES + 1, pixels, (first + i) * IMAGE_BYTES, IMAGE_BYTES);
    }
  }
}
