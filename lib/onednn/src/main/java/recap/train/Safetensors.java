package recap.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.io.AtomicFile;
import recap.io.StorageException;
import recap.io.Uninterrupted;
import recap.nn.Network;
import recap.nn.Param;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * Weights in the safetensors format, the way they travel between Recap and torchvision:
 *
 * <pre>
 * 8 bytes    n, the header's length, little-endian
 * n bytes    JSON: name -> {"dtype", "shape", "data_offsets": [begin, end]}, and "__metadata__"
 * the rest   the values, little-endian, row-major, without holes
 * </pre>
 *
 * Written as F32; read from F32, F16, BF16 and F64. PyTorch's counters {@code …num_batches_tracked}
 * are not weights and are left out. Format: <a
 * href="https://github.com/huggingface/safetensors#format">huggingface/safetensors</a>.
 *
 * @param weights in the header's order
 * @param metadata the header's free text
 */
public record Safetensors(Weights weights, Map<String, String> metadata) {
  private static final String COUNTER = "num_batches_tracked";
  private static final int CHUNK = 1 << 16;

  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Weights without metadata. */
  public static Safetensors of(Weights weights) {
    return new Safetensors(weights, Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws StorageException when it cannot be read or is damaged, with everything that is wrong
   */
  public static Safetensors read(Path file) {
    try {
      return Uninterrupted.call(
          () -> {
            try (var channel = Files.newByteChannel(file)) {
              return read(file, channel, channel.size());
            }
          });
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  /**
   * Reads the weights of {@code network}, in the network's order.
   *
   * @throws StorageException when the file is damaged or does not fit, with the full list of
   *     missing, extra and mis-shaped tensors
   */
  public static Weights read(Path file, Network network) {
    Weights weights = read(file).weights;
    requireFitting(file, weights, "weights of " + network.name(), network.parameters());
    return weights.of(network);
  }

  static void requireFitting(
      Object who, Weights tensors, String what, Map<String, Param> parameters) {
    List<String> mismatches = tensors.mismatches(parameters);
    if (!mismatches.isEmpty()) {
      throw StorageException.of(
          who,
          "the " + what,
          mismatches.size() + " that do not fit: " + String.join("; ", mismatches),
          "check that the file is of this model");
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws StorageException when it cannot be written
   */
  public void write(Path file) {
    AtomicFile.write(file, this::writeTo);
  }

  /** Reads {@code size} bytes. Memory is taken for no more than they can hold. */
  static Safetensors read(Object who, ReadableByteChannel channel, long size) throws IOException {
    long headerBytes = size < 8 ? -1 : readFully(who, channel, 8).getLong();
    if (headerBytes < 2 || headerBytes > Math.min(SafetensorsHeader.MAX_BYTES, size - 8)) {
      throw StorageException.of(
          who,
          "a safetensors file, whose first 8 bytes are its header's length",
          size < 8
              ? size + " bytes"
              : "a header of " + Long.toUnsignedString(headerBytes) + " in " + size + " bytes",
          "check that it is one and was copied whole");
    }
    byte[] json = readFully(who, channel, (int) headerBytes).array();
    var header = SafetensorsHeader.parse(who, json, size - 8 - headerBytes);
    refuseUnusable(who, header.entries());
    var decoded = new HashMap<String, Tensor>();
    for (var entry : SafetensorsHeader.byOffset(header.entries())) {
      if (counter(entry)) {
        readFully(who, channel, (int) (entry.end() - entry.begin()));
      } else {
        decoded.put(entry.name(), decode(who, channel, entry));
      }
    }
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var entry : header.entries()) {
      if (decoded.containsKey(entry.name())) {
        tensors.put(entry.name(), decoded.get(entry.name()));
      }
    }
    return new Safetensors(new Weights(tensors), header.metadata());
  }

  private static boolean counter(SafetensorsHeader.Entry entry) {
    return (entry.name().equals(COUNTER) || entry.name().endsWith("." + COUNTER))
        && entry.shape().isEmpty();
  }

  private static void refuseUnusable(Object who, List<SafetensorsHeader.Entry> entries) {
    var problems = new ArrayList<String>();
    long bytes = 0;
    for (var entry : entries) {
      if (!counter(entry)) {
        bytes += 4L * entry.elements();
        if (!entry.type().floating()) {
          problems.add(entry.name() + " of type " + entry.dtype());
        }
        if (entry.shape().stream().anyMatch(axis -> axis > Integer.MAX_VALUE)) {
          problems.add(entry.name() + " of shape " + entry.shape());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw StorageException.of(
          who,
          "tensors of F32, F16, BF16 or F64 with sizes of 31 bits",
          Problems.some(problems),
          "convert or leave out what is no weight");
    }
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw StorageException.of(
          who,
          "weights that fit into the heap's " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB",
          (bytes >> 20) + " MiB",
          "raise -Xmx: for a command as RECAP_JAVA_OPTS=-Xmx8g, for notebooks in jvm.options, then"
              + " make setup");
    }
  }

  private static Tensor decode(
      Object who, ReadableByteChannel channel, SafetensorsHeader.Entry entry) throws IOException {
    float[] values = new float[entry.elements()];
    long left = entry.end() - entry.begin();
    int next = 0;
    while (left > 0) {
      var bytes = readFully(who, channel, (int) Math.min(left, CHUNK));
      left -= bytes.remaining();
      next = entry.type().decode(bytes, values, next);
    }
    return new Tensor(entry.shape().stream().map(Long::intValue).toList(), values);
  }

  private static ByteBuffer readFully(Object who, ReadableByteChannel channel, int count)
      throws IOException {
    var bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw StorageException.of(
            who, count + " more bytes", bytes.position() + " before its end", "copy it again");
      }
    }
    return bytes.flip();
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] header = header();
    out.write(little(8).putLong(header.length).array());
    out.write(header);
    for (Tensor tensor : weights.tensors().values()) {
      float[] values = tensor.values();
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        var bytes = little(4 * count);
        bytes.asFloatBuffer().put(values, from, count);
        out.write(bytes.array());
      }
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Padded with spaces to a multiple of 8, so that the values are aligned in the file. */
  private byte[] header() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (var entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long offset = 0;
      for (var entry : weights.tensors().entrySet()) {
        Tensor tensor = entry.getValue();
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", ElementType.F32.name());
        json.writeArrayFieldStart("shape");
        for (int size : tensor.shape()) {
          json.writeNumber(size);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(offset);
        offset += 4L * tensor.values().length;
        json.writeNumber(offset);
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    byte[] padded = Arrays.copyOf(bytes.toByteArray(), (bytes.size() + 7) / 8 * 8);
    Arrays.fill(padded, bytes.size(), padded.length, (byte) ' ');
    return padded;
  }
}
