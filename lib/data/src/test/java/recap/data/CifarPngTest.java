package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CifarPngTest {
  private static final byte[] RECORDS = Cifar10Test.file("png");
  private static final byte[] PNG = Archives.png(RECORDS, 3);
  private static final byte[] LABELS = {RECORDS[0], RECORDS[3073], RECORDS[2 * 3073]};

  @Test
  void aPictureBecomesTheRecordsItWasMadeOf() {
    assertThat(CifarPng.records("b.png", PNG, LABELS, 0, 3)).isEqualTo(RECORDS);
  }

  @Test
  void labelsStartWhereTheFileDoes() {
    byte[] five = {9, 9, LABELS[0], LABELS[1], LABELS[2]};
    assertThat(CifarPng.records("b.png", PNG, five, 2, 3)).isEqualTo(RECORDS);
  }

  @Test
  void anotherPictureIsRefusedByItsHeader() {
    String expected = "b.png: expected a PNG picture of 1024x3 pixels, 8-bit RGB, found ";
    refused(() -> decode(Archives.png(RECORDS, 2)), expected + "1024x2 pixels, bit depth 8");
    refused(() -> decode(with(PNG, 16, 0x80000000)), expected + "2147483648x3 pixels");
    refused(() -> decode(with(PNG, 24, 0x08030000)), expected + "1024x3 pixels, bit depth 8, col");
    refused(() -> decode(new byte[0]), expected + "0 bytes of something else");
    refused(() -> decode("<!DOCTYPE html>".repeat(9).getBytes()), expected + "135 bytes of some");
  }

  @Test
  void aDamagedPictureIsRefusedWhateverItsChunksClaim() {
    String expected = "b.png: expected a PNG picture, found a damaged one (";
    refused(() -> decode(Arrays.copyOf(PNG, PNG.length / 2)), expected);
    refused(() -> decode(Arrays.copyOf(PNG, 33)), expected);
    byte[] longChunk = with(with(PNG, 33, 0x7FFFFFF0), 37, 0x74455874);
    refused(() -> decode(longChunk), expected);
  }

  @Test
  void labelsAreIntegersFromZeroToNineAndAsManyAsImages() {
    assertThat(CifarPng.labels("l.json", json("[3, 0,9]"), 3)).containsExactly(3, 0, 9);
    refused(() -> labels("[3,0]"), "l.json: expected 3 labels, found 2 labels;");
    refused(() -> labels("[3,0,10]"), "l.json: expected labels from 0 to 9, found 10 at place 2;");
    refused(() -> labels("null"), "l.json: expected 3 labels, found null;");
    String text = "l.json: expected a JSON array of 3 labels, found text that is not (";
    for (var bad : new String[] {"", "[3,0,", "{}", "[1,2,2.5]", "[1,null,2]", "[1,\"2\",3]"}) {
      refused(() -> labels(bad), text);
    }
    refused(() -> labels("[1,2,3] 4"), text);
    refused(() -> labels("[".repeat(100_000)), text);
  }

  private static void refused(ThrowingCallable parse, String beginning) {
    assertThatThrownBy(parse)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(beginning)
        .hasMessageEndingWith("; delete the download and run `make data` again.");
  }

  private static byte[] decode(byte[] png) {
    return CifarPng.records("b.png", png, LABELS, 0, 3);
  }

  private static byte[] labels(String json) {
    return CifarPng.labels("l.json", json(json), 3);
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] with(byte[] png, int at, int word) {
    byte[] changed = png.clone();
    ByteBuffer.wrap(changed).putInt(at, word);
    return changed;
  }
}
