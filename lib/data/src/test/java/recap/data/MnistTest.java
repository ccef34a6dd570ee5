package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.io.Digests;

class MnistTest {
  @TempDir Path data;

  /** An IDX file whose values count up modulo {@code modulus}. */
  static byte[] idx(int values, int modulus, int... dimensions) {
    var buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + values);
    buffer.putInt(0x800 | dimensions.length);
    for (int dimension : dimensions) {
      buffer.putInt(dimension);
    }
    for (int i = 0; i < values; i++) {
      buffer.put((byte) (i % modulus));
    }
    return buffer.array();
  }

  static byte[] gzip(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void readsPlainAndGzippedFiles() throws IOException {
    var sums =
        Map.of(
            Mnist.TRAIN_IMAGES, Digests.sha256(idx(24, 256, 4, 2, 3)),
            Mnist.TRAIN_LABELS, Digests.sha256(idx(4, 10, 4)),
            Mnist.TEST_IMAGES, Digests.sha256(idx(12, 256, 2, 2, 3)),
            Mnist.TEST_LABELS, Digests.sha256(idx(2, 10, 2)));
    Path folder = Files.createDirectories(data.resolve("mnist"));
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(24, 256, 4, 2, 3));
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(idx(4, 10, 4)));
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(idx(12, 256, 2, 2, 3)));
    assertThatThrownBy(() -> Mnist.load(data, sums))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder.resolve("t10k-labels-idx1-ubyte")
                + ": expected this file, or the same with .gz, found none; run `make data`, or"
                + " put MNIST's four files there.");
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(2, 10, 2));
    var sets = Mnist.load(data, sums);
    assertThat(sets.train().sha256())
        .isEqualTo(Digests.sha256(idx(24, 256, 4, 2, 3), idx(4, 10, 4)));
    assertThat(sets.train()).hasToString("MNIST train: 4 images of 1x2x3, 10 classes");
    assertThat(sets.test()).hasToString("MNIST test: 2 images of 1x2x3, 10 classes");
    assertThat(sets.train().image(3)).containsExactly(18, 19, 20, 21, 22, 23);
    assertThat(sets.train().label(3)).isEqualTo(3);
  }

  @Test
  void anotherSetOfTheSameNamesIsRefused() throws IOException {
    Path folder = Files.createDirectories(data.resolve("mnist"));
    byte[] clothes = idx(24, 256, 4, 2, 3);
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(clothes));
    assertThatThrownBy(() -> Mnist.load(data))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s: expected SHA-256 %s unzipped, found %s; delete it and run `make data`."
                .formatted(
                    folder.resolve("train-images-idx3-ubyte.gz"),
                    Mnist.SHA256.get("train-images-idx3-ubyte"),
                    Digests.sha256(clothes)));
  }

  @Test
  void anImpossibleSizeIsRefusedBeforeMemoryIsTaken() {
    byte[] huge = idx(24, 256, -2147483648, 65535, 65535);
    String expected =
        "x: expected 2147483648 x 65535 x 65535 values, as its header says, found a file of ";
    assertThatThrownBy(() -> Idx.parse("x", huge, 3))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(expected + "40 bytes;");
    assertThatThrownBy(() -> Idx.parse("x", gzip(huge), 3))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(expected);
  }

  @Test
  void damageIsExplained() {
    assertThatThrownBy(() -> Idx.parse("x", new byte[] {0, 0, 8}, 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "x: expected an IDX header of 8 bytes with magic 0x00000801, found 3 bytes;");
    assertThatThrownBy(() -> Idx.parse("x", idx(4, 10, 2, 2), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found magic 0x00000802 in 8 header bytes");
    assertThatThrownBy(() -> Idx.parse("x", idx(5, 10, 4), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 4 values, as its header says, found more;");
    byte[] zipped = gzip(idx(400, 10, 400));
    assertThatThrownBy(() -> Idx.parse("x", java.util.Arrays.copyOf(zipped, 30), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a whole gzip stream, found one that is cut short");
    assertThatThrownBy(
            () ->
                Mnist.combine(
                    "x",
                    Idx.parse("i", idx(2, 9, 2, 1, 1), 3),
                    Idx.parse("l", idx(3, 9, 3), 1),
                    Cifar10.CLASS_NAMES))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "x: expected a label for each of 2 images, found 3 labels; take both files from one"
                + " set.");
    assertThatThrownBy(() -> Idx.read(data.resolve("none"), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected an IDX file, found none");
    assertThatThrownBy(() -> Idx.read(data, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be read");
  }
}
