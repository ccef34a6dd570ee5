package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import recap.data.ImageNetInput.Normalized;

class ImageNetInputTest {
  @TempDir private Path folder;

  /** A picture that is blue but for a red square of {@code square} pixels in its middle. */
  private Path picture(int width, int height, int square) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        boolean inside = Math.abs(2 * x - width) < square && Math.abs(2 * y - height) < square;
        image.setRGB(x, y, (inside ? Color.RED : Color.BLUE).getRGB());
      }
    }
    Path file = folder.resolve("picture.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void redGreenAndBlueAreNormalizedApart() throws IOException {
    float[] values = ImageNetInput.read(picture(256, 256, 600), 224, Normalized.BY_STATISTICS);
    assertThat(values).hasSize(3 * 224 * 224);
    float[] red = {(1 - 0.485f) / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f};
    for (int c = 0; c < 3; c++) {
      float expected = red[c];
      float[] map = Arrays.copyOfRange(values, c * 224 * 224, (c + 1) * 224 * 224);
      assertThat(map).usingComparatorWithPrecision(1e-6f).containsOnly(expected);
    }
    float[] symmetric =
        ImageNetInput.read(picture(256, 256, 600), 224, Normalized.TO_SYMMETRIC_RANGE);
    assertThat(symmetric[0]).isEqualTo(1);
    assertThat(symmetric[224 * 224]).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "png, " + BufferedImage.TYPE_BYTE_GRAY + ", 64",
    "jpg, " + BufferedImage.TYPE_BYTE_GRAY + ", 64",
    "png, " + BufferedImage.TYPE_USHORT_GRAY + ", 16384"
  })
  void greyLevelsAreThoseOfTheFile(String format, int type, int level) throws IOException {
    var image = new BufferedImage(256, 256, type);
    for (int i = 0; i < 256 * 256; i++) {
      image.getRaster().setSample(i % 256, i / 256, 0, level);
    }
    Path file = folder.resolve("grey." + format);
    ImageIO.write(image, format, file.toFile());
    assertThat(ImageNetInput.read(file, 224, Normalized.TO_SYMMETRIC_RANGE))
        .usingComparatorWithPrecision(1e-6f)
        .containsOnly(2 * 64 / 255f - 1);
  }

  /** The shorter side becomes 256 of 224 pixels, so half of it becomes 128, in the middle. */
  @ParameterizedTest
  @CsvSource({"512, 512", "900, 512", "512, 700", "64, 64", "300, 64"})
  void theCentreIsCutOutOfTheScaledPicture(int width, int height) throws IOException {
    int square = Math.min(width, height) / 2;
    float[] values =
        ImageNetInput.read(picture(width, height, square), 224, Normalized.TO_SYMMETRIC_RANGE);
    int red = 0;
    for (int i = 0; i < 224 * 224; i++) {
      red += values[i] > 0 ? 1 : 0;
    }
    assertThat(Math.sqrt(red)).isCloseTo(128, within(5.0));
    assertThat(values[112 * 224 + 112]).isEqualTo(1);
    assertThat(values[0]).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bmp", "tif"})
  void formatsWhoseReadersTrustTheirHeadersAreRefused(String format) throws IOException {
    Path file = folder.resolve("picture." + format);
    var image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    assertThatThrownBy(() -> ImageNetInput.read(file, 8, Normalized.BY_STATISTICS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a PNG, JPEG or GIF picture, found " + format.toUpperCase());
  }

  @Test
  void aDamagedPictureIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(picture(64, 64, 10));
    Path cut = folder.resolve("cut.png");
    Files.write(cut, Arrays.copyOf(whole, 60));
    assertThatThrownBy(() -> ImageNetInput.read(cut, 224, Normalized.BY_STATISTICS))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(cut + ": expected a whole picture, found a damaged one (");
  }
}
