package recap.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import recap.fuzz.Mutator;
import recap.fuzz.ParserCheck;

/**
 * Whatever bytes a parser gets, it parses them or explains in a {@link DataException} what is
 * wrong. The number of tries is {@code jqwik.tries.default}, so that a long run needs no other
 * code.
 */
class ParserFuzzTest {
  private static final int ROWS = 3;
  private static final byte[] IMAGES = MnistTest.idx(24, 256, 4, 2, 3);
  private static final byte[] LABELS = MnistTest.idx(24, 10, 24);

  private static final Mutator CIFAR_FILES = Mutator.of(Cifar10Test.file("fuzz"));
  private static final Mutator IDX_FILES =
      Mutator.of(IMAGES, MnistTest.gzip(IMAGES), LABELS, MnistTest.gzip(LABELS));
  private static final Mutator PNG_FILES = Mutator.of(Archives.png(Cifar10Test.file("png"), ROWS));
  private static final Mutator JSON_FILES =
      Mutator.of("[0,1,2,3,4,9]", "[0, 1, 2.5, null, \"4\", {}]\n");
  private static final Mutator SUMS =
      Mutator.of("sha512-" + "Ab1/".repeat(21) + "Ag==", "sha1-" + "a".repeat(27) + "=");
  private static final Mutator PICTURES =
      Mutator.of(picture("png"), picture("jpg"), picture("gif"));

  private static final ParserCheck CIFAR =
      check("CIFAR binary", 4, content -> Cifar10.parse("cifar.bin", content));
  private static final ParserCheck IDX_IMAGES =
      check("IDX images", 4, content -> Idx.parse("images", content, 3));
  private static final ParserCheck IDX_LABELS =
      check("IDX labels", 4, content -> Idx.parse("labels", content, 1));
  private static final ParserCheck PNG =
      check("PNG of CIFAR", 64, c -> CifarPng.records("batch.png", c, new byte[ROWS], 0, ROWS));
  private static final ParserCheck JSON =
      check("JSON labels", 8, content -> CifarPng.labels("labels.json", content, 6));
  private static final ParserCheck INTEGRITY =
      check("checksum", 4, c -> Checksum.ofIntegrity(new String(c, StandardCharsets.UTF_8)));
  private static final ParserCheck PICTURE =
      check(
          "picture to predict",
          256,
          c -> ImageNetInput.parse("picture", c, 16, ImageNetInput.Normalized.BY_STATISTICS));

  private static ParserCheck check(String name, int mebibytes, ParserCheck.Parser parser) {
    return new ParserCheck(name, DataException.class, mebibytes, parser);
  }

  private static byte[] picture(String format) {
    var image = new BufferedImage(21, 17, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 21 * 17; i++) {
      image.setRGB(i % 21, i / 21, 0x010305 * i);
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void cifarBinary(@ForAll Random random) {
    CIFAR.accept(CIFAR_FILES.next(random));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void idxImages(@ForAll Random random) {
    IDX_IMAGES.accept(IDX_FILES.next(random));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void idxLabels(@ForAll Random random) {
    IDX_LABELS.accept(IDX_FILES.next(random));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void png(@ForAll Random random) {
    PNG.accept(PNG_FILES.next(random));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void jsonLabels(@ForAll Random random) {
    JSON.accept(JSON_FILES.next(random));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void integrity(@ForAll Random random) {
    INTEGRITY.accept(SUMS.next(random));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void pictureToPredict(@ForAll Random random) {
    PICTURE.accept(PICTURES.next(random));
  }

  @AfterContainer
  static void report() {
    List.of(CIFAR, IDX_IMAGES, IDX_LABELS, PNG, JSON, INTEGRITY, PICTURE)
        .forEach(check -> System.out.println(check.report()));
  }
}
