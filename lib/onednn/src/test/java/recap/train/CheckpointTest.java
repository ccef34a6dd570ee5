package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import recap.io.Digests;
import recap.io.StorageException;
import recap.nn.Tensor;
import recap.nn.Weights;

class CheckpointTest {
  private static final TrainingState STATE =
      new TrainingState(
          17,
          2,
          0.1 + 0.2,
          31,
          Math.PI,
          1.5,
          0.25,
          List.of(new Metrics(0.75, 15, 0.1, 2.3, 0.9, Double.NaN, 0.89, 1e-3, 1, 0.2)),
          List.of("oneDNN 3.11.0, avx512_core_bf16, 2 threads"));

  private static Path folder;
  private static byte[] good;

  @BeforeContainer
  static void writeOne() throws IOException {
    folder = Files.createTempDirectory("recap checkpoint – Prüfpunkte ");
    Path file = folder.resolve("good");
    small().write(file);
    good = Files.readAllBytes(file);
  }

  @AfterContainer
  static void removeAll() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  static Checkpoint small() {
    var weight = new Tensor(List.of(1, 2), new float[] {1 / 3f, -0f});
    return new Checkpoint(
        "0123abcd",
        STATE,
        new Weights(Map.of("fc.weight", weight)),
        new Weights(Map.of("fc.weight", new Tensor(List.of(1, 2), new float[] {5, 6}))));
  }

  private static Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("damaged"), content);
  }

  private static void assertRefused(byte[] content, String... fragments) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(file + ": expected ")
        .hasMessageContaining("start the run anew with --fresh")
        .hasMessageContainingAll(fragments);
    assertThat(file).hasBinaryContent(content);
  }

  @Example
  void everythingComesBackToTheBit() {
    Checkpoint read = Checkpoint.read(folder.resolve("good"));
    assertThat(read.configuration()).isEqualTo("0123abcd");
    assertThat(read.state()).isEqualTo(STATE);
    assertThat(read.weights().sha256()).isEqualTo(small().weights().sha256());
    assertThat(read.momentum().sha256()).isEqualTo(small().momentum().sha256());
  }

  @Example
  void cutAnywhereItIsRefused() throws IOException {
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), "expected ");
    }
  }

  @Example
  void drawnOutItIsRefused() throws IOException {
    assertRefused(Arrays.copyOf(good, good.length + 1), "found other bytes: truncated or edited");
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void withAnyByteChangedItIsRefused(
      @ForAll @IntRange(max = 100_000) int at, @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    byte[] edited = good.clone();
    edited[at % good.length] ^= (byte) change;
    assertRefused(edited, "expected ");
  }

  @Example
  void anotherVersionIsNamed() throws IOException {
    String text = new String(good, StandardCharsets.ISO_8859_1);
    String newer = text.replaceFirst("recap-checkpoint 1", "recap-checkpoint 12");
    assertRefused(
        newer.getBytes(StandardCharsets.ISO_8859_1),
        "expected format version 1, found version 12; use the Recap that wrote it");
  }

  @Example
  void aGoodChecksumOverNonsenseIsRefused() throws IOException {
    var weights = new Weights(Map.of());
    for (String state : List.of("null", "{", "[]", "{\"iteration\":\"x\"}", "{\"new\":1}")) {
      byte[] body = SafetensorsTest.bytes(new Safetensors(weights, Map.of("state", state)));
      var content = new ByteArrayOutputStream();
      String sum = Digests.sha256(body);
      content.write(("recap-checkpoint 1 " + sum + "\n").getBytes(StandardCharsets.US_ASCII));
      content.write(body);
      assertRefused(
          content.toByteArray(), "expected the state of a training, found other metadata");
    }
  }

  @Example
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Checkpoint.read(folder.resolve("none")))
        .hasMessageContaining("found no such file or folder");
  }
}
