package recap.experiments.record;

import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import recap.experiments.record.RunRecord.Status;
import recap.fuzz.Mutator;
import recap.fuzz.ParserCheck;

/** A record comes back as it was written, or is refused with a message; edits do not pass. */
class RecordFuzzTest {
  private static final ParserCheck FILES =
      new ParserCheck("run record", RecordException.class, 16, RecordFuzzTest::read);

  private static final String GOOD =
      Json.pretty(
          Records.of(
                  Records.spec("degradation", "plain-20", Scale.PAPER, 3),
                  Status.FINISHED,
                  Records.point(400, 1.14, "train_loss", 1.2345678901234567),
                  Records.point(800, 2.28, "test_error", 0.25))
              .sealed());
  private static final String RUNNING =
      Json.pretty(
          Records.of(Records.spec("relu-vs-tanh", "today-relu", Scale.QUICK, 1), Status.RUNNING)
              .sealed());
  private static final Mutator VALID = Mutator.of(GOOD, RUNNING);

  private static void read(byte[] content) {
    RunRecord record = RunStore.parse(Path.of("record.json"), content);
    String again = Json.pretty(record);
    // Only what means the same passes: other white space or another way to write a number.
    if (!again.equals(GOOD) && !again.equals(RUNNING)) {
      throw new AssertionError("an edited record passes: " + again);
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void files(@ForAll Random random) {
    FILES.accept(VALID.next(random));
  }

  @AfterContainer
  static void report() {
    System.out.println(FILES.report());
  }
}
