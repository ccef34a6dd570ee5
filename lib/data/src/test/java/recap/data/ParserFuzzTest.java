package recap.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Whatever bytes a parser gets, it parses them or explains in a {@link DataException} what is
 * wrong. The number of tries is {@code jqwik.tries.default}, so that a long run needs no other
 * code.
 */
@Tag("fuzz")
class ParserFuzzTest {
  private static final int ROWS = 3;
  private static final byte[] PNG = CifarArchives.png(Cifar10Test.file("png"), ROWS);

  @Property(shrinking = ShrinkingMode.OFF)
  void cifarBinary(@ForAll("cifarFiles") byte[] content) {
    parsesOrExplains(() -> Cifar10.parse("cifar.bin", content));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void idxImages(@ForAll("idxFiles") byte[] content) {
    parsesOrExplains(() -> Idx.parse("images", content, 3));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void idxLabels(@ForAll("idxFiles") byte[] content) {
    parsesOrExplains(() -> Idx.parse("labels", content, 1));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void png(@ForAll("pngFiles") byte[] content) {
    parsesOrExplains(() -> CifarPng.records("batch.png", content, new byte[ROWS], 0, ROWS));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void jsonLabels(@ForAll("jsonFiles") byte[] content) {
    parsesOrExplains(() -> CifarPng.labels("labels.json", content, 6));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void integrity(@ForAll String text) {
    parsesOrExplains(() -> Checksum.ofIntegrity(text));
    parsesOrExplains(() -> Checksum.ofIntegrity("sha512-" + text));
  }

  private static void parsesOrExplains(Runnable parse) {
    try {
      parse.run();
    } catch (DataException e) {
      assertThat(e.getMessage()).contains(": expected ").contains(", found ").endsWith(".");
    }
  }

  @Provide
  Arbitrary<byte[]> cifarFiles() {
    return damaged(Cifar10Test.file("fuzz"));
  }

  @Provide
  Arbitrary<byte[]> idxFiles() {
    return damaged(
        MnistTest.idx(24, 256, 4, 2, 3),
        MnistTest.gzip(MnistTest.idx(24, 256, 4, 2, 3)),
        MnistTest.idx(24, 10, 24),
        MnistTest.gzip(MnistTest.idx(24, 10, 24)));
  }

  @Provide
  Arbitrary<byte[]> pngFiles() {
    return damaged(PNG);
  }

  @Provide
  Arbitrary<byte[]> jsonFiles() {
    return damaged(
        "[0,1,2,3,4,9]".getBytes(StandardCharsets.UTF_8),
        "[0,1,2.5,null,\"4\",{}]".getBytes(StandardCharsets.UTF_8),
        "[".repeat(5000).getBytes(StandardCharsets.UTF_8),
        ("[" + "9".repeat(2000) + "]").getBytes(StandardCharsets.UTF_8));
  }

  private record Change(double place, byte value) {}

  /** Arbitrary bytes, or a valid file that is cut short and has some bytes changed. */
  private static Arbitrary<byte[]> damaged(byte[]... valid) {
    Arbitrary<Change> change =
        Combinators.combine(Arbitraries.doubles().between(0, 1), Arbitraries.bytes())
            .as(Change::new);
    Arbitrary<Double> kept =
        Arbitraries.oneOf(Arbitraries.just(1.0), Arbitraries.doubles().between(0, 1));
    Arbitrary<byte[]> changed =
        Combinators.combine(Arbitraries.of(List.of(valid)), change.list().ofMaxSize(6), kept)
            .as(ParserFuzzTest::damage);
    return Arbitraries.oneOf(
        changed, changed, Arbitraries.bytes().array(byte[].class).ofMaxSize(200));
  }

  /** Half of the changes hit the first 64 bytes, where headers are. */
  private static byte[] damage(byte[] valid, List<Change> changes, double kept) {
    byte[] content = Arrays.copyOf(valid, (int) Math.ceil(valid.length * kept));
    for (int i = 0; i < changes.size() && content.length > 0; i++) {
      int range = i % 2 == 0 ? Math.min(64, content.length) : content.length;
      content[(int) (changes.get(i).place() * (range - 1))] = changes.get(i).value();
    }
    return content;
  }
}
