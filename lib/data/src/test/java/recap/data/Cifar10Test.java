package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.io.Digests;
import recap.nn.RandomStream;

class Cifar10Test {
  private static final int RECORDS = 3;
  private static final long BYTES = RECORDS * 3073L;

  @TempDir Path data;
  private Path folder;
  private Map<String, String> sums;

  /** Six files of three records in the official layout, with sums of their own. */
  @BeforeEach
  void writeFiles() throws IOException {
    folder = Files.createDirectories(data.resolve("cifar-10-batches-bin"));
    sums = new LinkedHashMap<>();
    for (String name : Cifar10.SHA256.keySet()) {
      byte[] content = file(name);
      Files.write(folder.resolve(name), content);
      sums.put(name, Digests.sha256(content));
    }
  }

  static byte[] file(String name) {
    var random = RandomStream.of(1, name);
    byte[] content = new byte[(int) BYTES];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 3073 == 0 ? random.nextInt(10) : random.nextInt(256));
    }
    return content;
  }

  @Test
  void readsTheOfficialLayoutInFileOrder() {
    var sets = Cifar10.load(data, sums, BYTES);
    assertThat(sets.train()).hasToString("CIFAR-10 train: 15 images of 3x32x32, 10 classes");
    assertThat(sets.test()).hasToString("CIFAR-10 test: 3 images of 3x32x32, 10 classes");
    assertThat(sets.test().sha256()).isEqualTo(sums.get("test_batch.bin"));
    byte[] second = file("data_batch_2.bin");
    // Image 4 is the second record of the second file.
    assertThat(sets.train().label(4)).isEqualTo(second[3073]);
    assertThat(sets.train().pixel(4, 0, 0, 0)).isEqualTo(second[3074] & 0xFF);
    assertThat(sets.train().pixel(4, 1, 0, 0)).isEqualTo(second[3074 + 1024] & 0xFF);
    assertThat(sets.train().pixel(4, 2, 31, 31)).isEqualTo(second[2 * 3073 - 1] & 0xFF);
    assertThat(sets.train().classNames()).startsWith("airplane", "automobile").endsWith("truck");
  }

  @Test
  void aMissingFileIsNamedWithTheRemedy() throws IOException {
    Files.delete(folder.resolve("data_batch_3.bin"));
    assertThatThrownBy(() -> Cifar10.load(data, sums, BYTES))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder.resolve("data_batch_3.bin")
                + ": expected a file of 9219 bytes, found none; run `make data` to install"
                + " CIFAR-10.");
    assertThatThrownBy(() -> Cifar10.verify(data.resolve("elsewhere")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data_batch_1.bin: expected a file of 30730000 bytes, found none");
  }

  @Test
  void aFileThatIsCutShortOrChangedIsRefused() throws IOException {
    Path file = folder.resolve("test_batch.bin");
    byte[] content = Files.readAllBytes(file);
    content[5000] ^= 1;
    Files.write(file, content);
    assertThatThrownBy(() -> Cifar10.load(data, sums, BYTES))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected SHA-256 "
                + sums.get("test_batch.bin")
                + ", found "
                + Digests.sha256(content)
                + "; run `make data` to install CIFAR-10.");
    Files.write(file, new byte[100]);
    assertThatThrownBy(() -> Cifar10.load(data, sums, BYTES))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 9219 bytes, found 100 bytes");
  }

  @Test
  void otherFilesOfTheLayoutCanBeRead() {
    var set = Cifar10.parse("small", file("small"));
    assertThat(set.size()).isEqualTo(3);
    byte[] bad = file("small");
    bad[3073] = 10;
    assertThatThrownBy(() -> Cifar10.parse("small", bad))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("small: expected a label from 0 to 9 at byte 3073, found 10;");
    assertThatThrownBy(() -> Cifar10.parse("small", new byte[3072]))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "small: expected one or more records of 3073 bytes, found 3072 bytes;");
  }

  @Test
  void theFolderComesFromTheEnvironmentOrTheProject() throws IOException {
    Path project = data.resolve("project");
    Path notebooks = Files.createDirectories(project.resolve("notebooks"));
    assertThat(DataFolder.locate(Map.of(), notebooks)).isEqualTo(notebooks.resolve("data"));
    Files.createDirectories(project.resolve("lib/data"));
    Files.createFile(project.resolve("pom.xml"));
    assertThat(DataFolder.locate(Map.of(), notebooks)).isEqualTo(project.resolve("data"));
    assertThat(DataFolder.locate(Map.of("RECAP_HOME", data.toString()), notebooks))
        .isEqualTo(data.resolve("data"));
    assertThat(DataFolder.locate(Map.of("RECAP_DATA", "../sets", "RECAP_HOME", "x"), notebooks))
        .isEqualTo(project.resolve("sets"));
  }
}
