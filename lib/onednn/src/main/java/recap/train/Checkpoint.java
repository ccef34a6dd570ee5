package recap.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import recap.io.AtomicFile;
import recap.io.Digests;
import recap.io.StorageException;
import recap.io.Uninterrupted;
import recap.nn.Network;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * A training in a file, to go on from as if nothing had happened. One line of text, then a {@link
 * Safetensors} file with the weights (batch-norm statistics among them), the momentum and, as
 * metadata, position, sums and metrics:
 *
 * <pre>
 * recap-checkpoint 1 {SHA-256 of what follows}
 * </pre>
 *
 * There is one checkpoint to a run: it is replaced as a whole, so the one before is never needed.
 *
 * @param configuration {@link Training#id()} of the run
 * @param state where it stands
 * @param weights at that point
 * @param momentum v of {@link Sgd} for every learned parameter
 */
record Checkpoint(String configuration, TrainingState state, Weights weights, Weights momentum) {
  private static final String MAGIC = "recap-checkpoint ";
  private static final String VERSION = "1";
  private static final int LINE = MAGIC.length() + VERSION.length() + 1 + 64 + 1;
  private static final String WEIGHTS = "weights/";
  private static final String MOMENTUM = "momentum/";
  private static final String REMEDY =
      "start the run anew with --fresh or, in Java, Trainer.discardCheckpoint(), or remove the"
          + " file; nothing was changed";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where {@code training} begins: initial weights, no momentum. */
  static Checkpoint start(Training training) {
    var velocities = new LinkedHashMap<String, Tensor>();
    training
        .network()
        .learnedParameters()
        .forEach(
            (name, param) -> {
              float[] zeros = new float[Math.toIntExact(param.elements())];
              velocities.put(name, new Tensor(param.shape(), zeros));
            });
    Weights weights = training.initialWeights();
    return new Checkpoint(training.id(), TrainingState.START, weights, new Weights(velocities));
  }

  /**
   * Replaces {@code file}.
   *
   * @throws StorageException when it cannot be written; the checkpoint before is then untouched
   */
  void write(Path file) {
    var tensors = new LinkedHashMap<String, Tensor>();
    weights.tensors().forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
    momentum.tensors().forEach((name, tensor) -> tensors.put(MOMENTUM + name, tensor));
    AtomicFile.write(
        file,
        out -> {
          var metadata =
              Map.of("configuration", configuration, "state", JSON.writeValueAsString(state));
          var body = new Safetensors(new Weights(tensors), metadata);
          MessageDigest digest = Digests.named("SHA-256");
          body.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
          out.write(line(digest).getBytes(StandardCharsets.US_ASCII));
          body.writeTo(out);
        });
  }

  /**
   * Reads the checkpoint of {@code training}.
   *
   * @throws StorageException when it cannot be read, is damaged, has another version or belongs to
   *     another training
   */
  static Checkpoint read(Path file, Training training) {
    Checkpoint checkpoint = read(file);
    if (!checkpoint.configuration.equals(training.id())) {
      throw StorageException.of(
          file,
          "a checkpoint of configuration " + training.id(),
          "one of " + checkpoint.configuration,
          "undo the change of configuration, or " + REMEDY);
    }
    Network network = training.network();
    Safetensors.requireFitting(
        file, checkpoint.weights, "weights of " + network.name(), network.parameters());
    Safetensors.requireFitting(
        file, checkpoint.momentum, "momentum of " + network.name(), network.learnedParameters());
    return checkpoint;
  }

  /** Reads a checkpoint, whichever training it is of. */
  static Checkpoint read(Path file) {
    try {
      return Uninterrupted.call(
          () -> {
            try (var channel = Files.newByteChannel(file)) {
              return read(file, channel);
            }
          });
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  static Checkpoint read(Path file, SeekableByteChannel channel) throws IOException {
    verify(file, channel);
    return of(file, Safetensors.read(file, channel, channel.size() - LINE));
  }

  private static String line(MessageDigest digest) {
    return MAGIC + VERSION + " " + Digests.hex(digest) + "\n";
  }

  /** Checks the first line and leaves the channel behind it. */
  private static void verify(Path file, SeekableByteChannel channel) throws IOException {
    var first = ByteBuffer.allocate((int) Math.min(LINE, channel.size()));
    fill(channel, first);
    String line = new String(first.array(), StandardCharsets.ISO_8859_1);
    if (!line.startsWith(MAGIC)) {
      throw StorageException.of(file, "a checkpoint of Recap", "another file", REMEDY);
    }
    String[] words = line.split(" ");
    if (words.length > 1 && words[1].matches("\\d{1,9}") && !words[1].equals(VERSION)) {
      throw StorageException.of(
          file,
          "format version " + VERSION,
          "version " + words[1],
          "use the Recap that wrote it, or " + REMEDY);
    }
    MessageDigest digest = Digests.named("SHA-256");
    var chunk = ByteBuffer.allocate(1 << 16);
    while (channel.read(chunk) >= 0) {
      digest.update(chunk.flip());
      chunk.clear();
    }
    if (!line.equals(line(digest))) {
      throw StorageException.of(
          file, "the checksum in its first line", "other bytes: truncated or edited", REMEDY);
    }
    channel.position(LINE);
  }

  private static void fill(SeekableByteChannel channel, ByteBuffer target) throws IOException {
    while (target.hasRemaining() && channel.read(target) >= 0) {
      // A channel may give less than it is asked for.
    }
  }

  private static Checkpoint of(Path file, Safetensors body) {
    TrainingState state;
    try {
      state = JSON.readValue(body.metadata().getOrDefault("state", "null"), TrainingState.class);
    } catch (JsonProcessingException e) {
      state = null;
    }
    if (state == null) {
      throw StorageException.of(file, "the state of a training", "other metadata", REMEDY);
    }
    return new Checkpoint(
        body.metadata().getOrDefault("configuration", ""),
        state,
        part(body.weights(), WEIGHTS),
        part(body.weights(), MOMENTUM));
  }

  private static Weights part(Weights all, String prefix) {
    var tensors = new LinkedHashMap<String, Tensor>();
    all.tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
              }
            });
    return new Weights(tensors);
  }
}
