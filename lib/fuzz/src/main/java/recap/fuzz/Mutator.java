package recap.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes files that are nearly right: a valid one with up to eight changes of the kinds that find
 * faults in parsers. Most stay valid up to the place of a change, so that code behind the first
 * check is reached too; one in sixteen is unchanged, and one in sixteen is nothing but noise.
 */
public final class Mutator {
  private static final int MOST_CHANGES = 8;

  /** Where headers are; half of the changes hit it. */
  private static final int HEAD = 64;

  /** The longest stretch that is removed, put in or repeated. */
  private static final int STRETCH = 24;

  private static final long[] BOUNDARIES = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    32767,
    65535,
    65536,
    1L << 24,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1e999",
          "-0.0",
          "0.5",
          "NaN",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "18446744073709551616",
          "1".repeat(400));

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "{}",
          "[]",
          "\n",
          "\r\n",
          "\\u0000",
          "\\",
          " ",
          "\0",
          "é",
          "\ud83d\ude00",
          "[".repeat(2000));

  private final List<byte[]> valid;

  private Mutator(List<byte[]> valid) {
    this.valid = valid;
  }

  /** Changes these files, of one format. */
  public static Mutator of(byte[]... valid) {
    return new Mutator(List.of(valid));
  }

  /** Changes these texts. */
  public static Mutator of(String... valid) {
    return of(
        Arrays.stream(valid)
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new));
  }

  /** The next file; a function of the state of {@code random} alone. */
  public byte[] next(Random random) {
    int kind = random.nextInt(16);
    if (kind == 0) {
      return noise(random, random.nextInt(200));
    }
    byte[] file = any(random).clone();
    int changes = kind == 1 ? 0 : 1 + random.nextInt(random.nextInt(MOST_CHANGES) + 1);
    for (int i = 0; i < changes; i++) {
      file = change(random, file);
    }
    return file;
  }

  private byte[] any(Random random) {
    return valid.get(random.nextInt(valid.size()));
  }

  private byte[] change(Random random, byte[] file) {
    int range = random.nextBoolean() ? Math.min(HEAD, file.length) : file.length;
    int at = range == 0 ? 0 : random.nextInt(range);
    int length = Math.min(file.length - at, 1 + random.nextInt(STRETCH));
    return switch (random.nextInt(10)) {
      case 0 -> with(file, at, noise(random, Math.min(1, length)));
      case 1 -> bitFlipped(random, file, at);
      case 2, 3 -> with(file, at, word(random, file, file.length - at));
      case 4 -> spliced(file, at, at + length, new byte[0]);
      case 5 -> spliced(file, at, at, noise(random, 1 + random.nextInt(STRETCH)));
      case 6 -> spliced(file, at, at, Arrays.copyOfRange(file, at, at + length));
      case 7 -> Arrays.copyOf(file, at);
      case 8 -> otherNumber(random, file, at);
      default -> spliced(file, at, at, stretchOrToken(random));
    };
  }

  private byte[] stretchOrToken(Random random) {
    if (random.nextBoolean()) {
      return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }
    byte[] other = any(random);
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + STRETCH));
  }

  private static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bitFlipped(Random random, byte[] file, int at) {
    if (file.length > 0) {
      file[at] ^= (byte) (1 << random.nextInt(8));
    }
    return file;
  }

  /** A number at the edge of some type or of the file, in 1 to 8 bytes of either order. */
  private static byte[] word(Random random, byte[] file, int room) {
    long boundary = BOUNDARIES[random.nextInt(BOUNDARIES.length)];
    long value = random.nextInt(4) == 0 ? file.length - random.nextInt(3) : boundary;
    int bytes = Math.min(room, 1 << random.nextInt(4));
    if (random.nextBoolean()) {
      byte[] little = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
      return Arrays.copyOf(little, bytes);
    }
    byte[] big = ByteBuffer.allocate(8).putLong(value).array();
    return Arrays.copyOfRange(big, 8 - bytes, 8);
  }

  /** The decimal number at or behind {@code at} becomes another; without one nothing changes. */
  private static byte[] otherNumber(Random random, byte[] file, int at) {
    int from = at;
    while (from < file.length && !digit(file[from])) {
      from++;
    }
    int to = from;
    while (to < file.length && digit(file[to])) {
      to++;
    }
    if (from == file.length) {
      return file;
    }
    String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return spliced(file, from, to, number.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean digit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte[] with(byte[] file, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, file, at, bytes.length);
    return file;
  }

  /** The file with {@code bytes} in place of those from {@code from} to {@code to}. */
  private static byte[] spliced(byte[] file, int from, int to, byte[] bytes) {
    var out = new ByteArrayOutputStream(file.length + bytes.length);
    out.write(file, 0, from);
    out.writeBytes(bytes);
    out.write(file, to, file.length - to);
    return out.toByteArray();
  }
}
