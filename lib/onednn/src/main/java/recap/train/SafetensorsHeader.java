package recap.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.io.StorageException;

/**
 * The JSON header of a safetensors file, checked to the last offset before anything is allocated
 * for the data: every byte belongs to exactly one tensor, and every tensor's bytes are as many as
 * its shape and type say.
 *
 * @param entries in the header's order
 * @param metadata free text
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** What the reference implementation allows too. */
  static final int MAX_BYTES = 100_000_000;

  /** A text of metadata may fill the header: a checkpoint's has all points of a long run. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_BYTES).build())
          .build();

  /**
   * One tensor.
   *
   * @param type null where the format does not know it
   * @param begin offset of its first byte behind the header
   * @param end offset behind its last byte
   */
  record Entry(
      String name, String dtype, ElementType type, List<Long> shape, long begin, long end) {
    /** The number of values; -1 where they do not fit an array. */
    int elements() {
      long product = 1;
      for (long size : shape) {
        if (size > Integer.MAX_VALUE - 8 || product * size > Integer.MAX_VALUE - 8) {
          return shape.contains(0L) ? 0 : -1;
        }
        product *= size;
      }
      return (int) product;
    }
  }

  /**
   * Reads and checks a header.
   *
   * @param who the file, for messages
   * @param dataBytes how many bytes follow the header
   * @throws StorageException with everything that is wrong
   */
  static SafetensorsHeader parse(Object who, byte[] json, long dataBytes) {
    var entries = new ArrayList<Entry>();
    var metadata = new LinkedHashMap<String, String>();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      try (JsonParser parser = JSON.createParser(text)) {
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          if (name.equals(METADATA)) {
            readMetadata(parser, metadata);
          } else {
            entries.add(readEntry(parser, name));
          }
        }
        if (parser.nextToken() != null) {
          throw new Malformed("one object, found more behind it");
        }
      }
    } catch (CharacterCodingException e) {
      throw damaged(who, "a header in UTF-8", "other bytes");
    } catch (Malformed e) {
      throw damaged(who, "a header that describes tensors", "\"" + e.getMessage() + "\"");
    } catch (IOException e) {
      throw damaged(who, "a header in JSON", "\"" + firstLine(e) + "\"");
    }
    var problems = problems(entries, dataBytes);
    if (!problems.isEmpty()) {
      throw damaged(who, "tensors that fit the file", Problems.some(problems));
    }
    return new SafetensorsHeader(List.copyOf(entries), metadata);
  }

  /** JSON that is well-formed but is no header. */
  private static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private static void readMetadata(JsonParser parser, Map<String, String> metadata)
      throws IOException {
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
      metadata.put(key, parser.getText());
    }
  }

  private static Entry readEntry(JsonParser parser, String name) throws IOException {
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      switch (key) {
        case "dtype" -> {
          expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
          dtype = parser.getText();
        }
        case "shape" -> shape = readSizes(parser, name);
        case "data_offsets" -> offsets = readSizes(parser, name);
        default -> throw new Malformed(name + " has a field \"" + key + "\"");
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new Malformed(name + " lacks its dtype, its shape or its two data_offsets");
    }
    return new Entry(name, dtype, type(dtype), shape, offsets.get(0), offsets.get(1));
  }

  private static List<Long> readSizes(JsonParser parser, String name) throws IOException {
    expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
    var sizes = new ArrayList<Long>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT);
      long size = parser.getLongValue();
      if (size < 0) {
        throw new Malformed(name + " has the negative size or offset " + size);
      }
      sizes.add(size);
    }
    return List.copyOf(sizes);
  }

  private static void expect(JsonParser parser, JsonToken found, JsonToken expected)
      throws IOException {
    if (found != expected) {
      throw new Malformed(
          "expected " + expected + " at " + parser.currentName() + ", found " + found);
    }
  }

  private static ElementType type(String dtype) {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    return null;
  }

  private static List<String> problems(List<Entry> entries, long dataBytes) {
    var problems = new ArrayList<String>();
    for (Entry entry : entries) {
      if (entry.type() == null) {
        problems.add(entry.name() + " has the unknown type " + entry.dtype());
      } else if (entry.elements() < 0) {
        problems.add(entry.name() + " of shape " + entry.shape() + " has too many values");
      } else if ((long) entry.elements() * entry.type().bytes() != entry.end() - entry.begin()) {
        problems.add(
            "%s %s of type %s with offsets %d to %d"
                .formatted(entry.name(), entry.shape(), entry.dtype(), entry.begin(), entry.end()));
      }
    }
    long covered = 0;
    for (Entry entry : byOffset(entries)) {
      if (entry.begin() < covered) {
        problems.add(entry.name() + " overlaps the tensor before byte " + covered);
      } else if (entry.begin() > covered) {
        problems.add("bytes " + covered + " to " + entry.begin() + " belong to no tensor");
      }
      covered = Math.max(covered, entry.end());
    }
    if (covered != dataBytes) {
      problems.add("the tensors end at byte " + covered + ", the file's data at " + dataBytes);
    }
    return problems;
  }

  /** The entries in the order of their data. */
  static List<Entry> byOffset(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
        .toList();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static StorageException damaged(Object who, String expected, String found) {
    return StorageException.of(who, expected, found, "get the safetensors file again");
  }
}
