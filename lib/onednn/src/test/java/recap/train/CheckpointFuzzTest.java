package recap.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import recap.fuzz.Mutator;
import recap.fuzz.ParserCheck;
import recap.io.Digests;
import recap.io.StorageException;

/** A damaged checkpoint is refused, with and without a checksum that fits the damage. */
class CheckpointFuzzTest {
  private static final ParserCheck FILES = check("checkpoint");
  private static final ParserCheck SUMMED = check("checkpoint with a right checksum");

  private static final byte[] GOOD = good();
  private static final Mutator VALID_FILES = Mutator.of(GOOD);
  private static final Mutator VALID_BODIES =
      Mutator.of(
          Arrays.copyOfRange(
              GOOD, new String(GOOD, StandardCharsets.ISO_8859_1).indexOf('\n') + 1, GOOD.length));

  private static ParserCheck check(String name) {
    return new ParserCheck(
        name,
        StorageException.class,
        16,
        content ->
            Checkpoint.read(
                Path.of("run.checkpoint"), new SeekableInMemoryByteChannel(content.clone())));
  }

  private static byte[] good() {
    try {
      Path file = Files.createTempFile("recap", ".checkpoint");
      CheckpointTest.small().write(file);
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      return content;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void files(@ForAll Random random) {
    FILES.accept(VALID_FILES.next(random));
  }

  /** As someone makes who edits a checkpoint and knows the format. */
  @Property(shrinking = ShrinkingMode.OFF)
  void withARightChecksum(@ForAll Random random) throws IOException {
    byte[] body = VALID_BODIES.next(random);
    var content = new ByteArrayOutputStream();
    String sum = Digests.sha256(body);
    content.write(("recap-checkpoint 1 " + sum + "\n").getBytes(StandardCharsets.US_ASCII));
    content.write(body);
    SUMMED.accept(content.toByteArray());
  }

  @AfterContainer
  static void report() {
    List.of(FILES, SUMMED).forEach(check -> System.out.println(check.report()));
  }
}
