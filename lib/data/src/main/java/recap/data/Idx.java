package recap.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import recap.io.Digests;

/**
 * An array of unsigned bytes in the IDX format: two zero bytes, the type (8: unsigned byte), the
 * number of dimensions, each dimension as a big-endian 32-bit word, then the values; plain or
 * gzipped.
 *
 * @param dimensions sizes, the slowest first
 * @param values as many as the product of the dimensions
 * @param header what stands before the values
 */
record Idx(int[] dimensions, byte[] values, byte[] header) {
  private static final int UNSIGNED_BYTE = 8;

  /** Deflate makes at most 1032 bytes out of one. */
  private static final long MAX_RATIO = 1032;

  private static final long MAX_FILE = 1L << 30;
  private static final String REMEDY = "get the file again, it is damaged or of another format";

  static Idx read(Path file, int rank) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw DataException.of(
            file, "at most " + MAX_FILE + " bytes", Files.size(file) + " bytes", REMEDY);
      }
      return parse(file.toString(), Files.readAllBytes(file), rank);
    } catch (NoSuchFileException e) {
      throw DataException.of(file, "an IDX file", "none", "put it there");
    } catch (IOException e) {
      throw new DataException(
          file + ": cannot be read (" + e + "); check that it is a file you may read.", e);
    }
  }

  /**
   * @param rank the number of dimensions the array must have
   * @throws DataException if {@code content} is anything else, before memory is taken for it
   */
  static Idx parse(String name, byte[] content, int rank) {
    boolean gzipped =
        content.length >= 2 && (content[0] & 0xFF) == 0x1F && (content[1] & 0xFF) == 0x8B;
    try (InputStream plain = new ByteArrayInputStream(content);
        InputStream in = gzipped ? new GZIPInputStream(plain) : plain) {
      int headerBytes = 4 + 4 * rank;
      var header = ByteBuffer.wrap(in.readNBytes(headerBytes));
      int magic = UNSIGNED_BYTE << 8 | rank;
      if (header.limit() < headerBytes || header.getInt(0) != magic) {
        String found =
            header.limit() < 4
                ? header.limit() + " bytes"
                : String.format(
                    "magic 0x%08x in %d header bytes", header.getInt(0), header.limit());
        throw DataException.of(
            name,
            String.format(
                Locale.ROOT, "an IDX header of %d bytes with magic 0x%08x", headerBytes, magic),
            found,
            REMEDY);
      }
      int[] dimensions = new int[rank];
      double claimed = 1;
      for (int d = 0; d < rank; d++) {
        dimensions[d] = header.getInt(4 + 4 * d);
        claimed *= Integer.toUnsignedLong(dimensions[d]);
      }
      long possible = gzipped ? content.length * MAX_RATIO : content.length - headerBytes;
      if (claimed < 1 || claimed > Math.min(possible, Integer.MAX_VALUE - 8)) {
        throw wrongSize(name, dimensions, "a file of " + content.length + " bytes");
      }
      byte[] values = in.readNBytes((int) claimed);
      if (values.length < claimed) {
        throw wrongSize(name, dimensions, values.length + " values");
      }
      if (in.read() >= 0) {
        throw wrongSize(name, dimensions, "more");
      }
      return new Idx(dimensions, values, header.array());
    } catch (EOFException e) {
      throw DataException.of(name, "a whole gzip stream", "one that is cut short", REMEDY);
    } catch (IOException e) {
      throw DataException.of(
          name, "a gzip stream", "a damaged one (" + e.getMessage() + ")", REMEDY);
    }
  }

  /** The checksum of the plain file: gzipped or not, the same values have the same. */
  String sha256() {
    return Digests.sha256(header, values);
  }

  private static DataException wrongSize(String name, int[] dimensions, String found) {
    String claimed =
        String.join(" x ", Arrays.stream(dimensions).mapToObj(Integer::toUnsignedString).toList());
    return DataException.of(name, claimed + " values, as its header says", found, REMEDY);
  }
}
