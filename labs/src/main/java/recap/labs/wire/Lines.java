package recap.labs.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON values, one a line, over a channel. */
public final class Lines implements AutoCloseable {
  /** Enough for some million numbers. */
  static final int LONGEST_BYTES = 32 << 20;

  private static final JsonMapper MAPPER = new JsonMapper();

  private final ByteChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(1 << 16).limit(0);

  /** Takes the channel over. */
  public Lines(ByteChannel channel) {
    this.channel = channel;
  }

  /** Sends one value. */
  public void write(JsonNode value) throws IOException {
    byte[] text = (value + "\n").getBytes(StandardCharsets.UTF_8);
    if (text.length > LONGEST_BYTES) {
      throw new IOException(
          "Lab: expected at most %d bytes, received an answer of %d; return less."
              .formatted(LONGEST_BYTES, text.length));
    }
    ByteBuffer bytes = ByteBuffer.wrap(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Waits for the next value.
   *
   * @throws EOFException when the other side has closed
   * @throws IOException when the line is too long or no JSON
   */
  public JsonNode read() throws IOException {
    byte[] line = new byte[256];
    int length = 0;
    for (int b = next(); b != '\n'; b = next()) {
      if (length == LONGEST_BYTES) {
        throw new IOException(
            "Lab: expected a line of at most " + length + " bytes; it is longer.");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) b;
    }
    try {
      return MAPPER.readTree(line, 0, length);
    } catch (JsonProcessingException e) {
      throw new IOException("Lab: expected a line of JSON, received something else.", e);
    }
  }

  private int next() throws IOException {
    if (!received.hasRemaining()) {
      received.clear();
      int read = channel.read(received);
      received.flip();
      if (read < 0) {
        throw new EOFException("Lab: the other side has closed the connection.");
      }
    }
    return received.get();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
