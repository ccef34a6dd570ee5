package recap.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UninterruptedTest {
  /** As a channel does: the interrupt closes it and stays. */
  private static void breakOff() throws IOException {
    Thread.currentThread().interrupt();
    throw new ClosedByInterruptException();
  }

  @Test
  void anInterruptRepeatsTheWorkAndIsThereAgainAfterwards() throws IOException {
    Thread thread = Thread.currentThread();
    var seen = new ArrayList<Boolean>();
    Uninterrupted.run(
        () -> {
          seen.add(thread.isInterrupted());
          seen.add(Uninterrupted.withheldFrom(thread));
          if (seen.size() == 2) {
            breakOff();
          }
        });
    assertThat(seen).isEqualTo(List.of(false, false, false, true));
    assertThat(Uninterrupted.withheldFrom(thread)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void oneFromBeforeIsWithheldToo() throws IOException {
    Thread thread = Thread.currentThread();
    thread.interrupt();
    boolean withheld =
        Uninterrupted.call(() -> !thread.isInterrupted() && Uninterrupted.withheldFrom(thread));
    assertThat(withheld).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }
}
