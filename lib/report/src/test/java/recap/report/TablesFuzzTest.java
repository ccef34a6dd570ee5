package recap.report;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import recap.fuzz.Mutator;
import recap.fuzz.ParserCheck;

/** Whatever text comes, it is a table or is refused with a message. */
class TablesFuzzTest {
  private static final Mutator VALID =
      Mutator.of(
          "run,arm,seed,iteration,epoch,metric,value\n"
              + "1a2caa9218,plain-20,1,400,0.5,train_loss,1.2345678901234567\n"
              + "1a2caa9218,plain-20,1,800,1.0,train_loss,-1.0E-5\n",
          "run,metric,value\n\"a,b\",\"say \"\"no\"\"\",\n,,3\n");

  private static final ParserCheck CHECK =
      new ParserCheck(
          "metrics CSV",
          IllegalArgumentException.class,
          64,
          content ->
              Tables.parse(
                  "metrics.csv",
                  new String(content, StandardCharsets.UTF_8),
                  "run",
                  "arm",
                  "metric"));

  @Property(shrinking = ShrinkingMode.OFF)
  void metrics(@ForAll Random random) {
    CHECK.accept(VALID.next(random));
  }

  @AfterContainer
  static void report() {
    System.out.println(CHECK.report());
  }
}
