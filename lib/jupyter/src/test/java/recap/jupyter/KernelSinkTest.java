package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KernelSinkTest {
  @Test
  void anOutputThatCouldNotBeMadeIsMadeByTheNextFrame() {
    var calls = new ArrayList<String>();
    var sink =
        new KernelSink(
            data -> {
              calls.add("display");
              if (calls.size() == 1) {
                throw new IllegalStateException("no connection");
              }
            },
            data -> calls.add("update"));
    var frame =
        new LiveFrame("t", 0, 1, 2, Duration.ZERO, false, Map.of(), OptionalLong.empty(), "");
    for (int i = 0; i < 3; i++) {
      sink.show(frame, false);
    }
    assertThat(calls).isEqualTo(List.of("display", "display", "update"));
  }
}
