package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {
  private long now;
  private final List<LiveFrame> frames = new ArrayList<>();
  private final LiveSink sink =
      new LiveSink() {
        @Override
        public void show(LiveFrame frame, boolean last) {
          frames.add(frame);
        }

        @Override
        public Duration interval() {
          return Duration.ofMillis(250);
        }
      };

  private LiveDisplay start(long total) {
    return new LiveDisplay("relu", 0, total, "", sink, () -> now);
  }

  @Test
  void showsAtMostFourFramesASecond() {
    try (var live = start(10_000)) {
      for (int step = 1; step <= 10_000; step++) {
        now += TimeUnit.MILLISECONDS.toNanos(1);
        live.done(step);
        live.point("loss", step, 1.0 / step);
      }
    }
    int first = 1;
    int last = 1;
    assertThat(frames).hasSize(first + 40 + last);
  }

  @Test
  void timeLeftFollowsThePaceSoFar() {
    var live = start(100);
    now += TimeUnit.SECONDS.toNanos(30);
    live.done(25);
    assertThat(frames.get(1).toText()).isEqualTo("relu: 25/100 (25 %), 1 min 30 s left");
  }

  @Test
  void lastFrameTellsTheTimeTakenTheMetricAndTheMemory() {
    var live = start(10);
    live.point("loss", 1, 2.302585);
    live.nativeBytes(64L << 20);
    live.done(10);
    now += TimeUnit.SECONDS.toNanos(3725);
    live.close();
    live.close();
    assertThat(frames.get(frames.size() - 1).toText())
        .isEqualTo("relu: 10/10 (100 %), took 1 h 02 min, 64 MiB native, loss 2.303");
    assertThat(frames).hasSize(2);
  }

  @Test
  void whatWasDoneBeforeDoesNotCountForThePace() {
    var live = new LiveDisplay("relu", 50, 100, "", sink, () -> now);
    assertThat(frames.get(0).toText()).isEqualTo("relu: 50/100 (50 %)");
    now += TimeUnit.SECONDS.toNanos(30);
    live.done(75);
    assertThat(frames.get(1).toText()).isEqualTo("relu: 75/100 (75 %), 30 s left");
  }

  @Test
  void anInterruptedRunSaysHowToGoOn() {
    var live = new LiveDisplay("relu", 0, 10, "Stop saves the run.", sink, () -> now);
    assertThat(frames.get(0).toText()).isEqualTo("relu: 0/10 (0 %)\nStop saves the run.");
    live.done(4);
    live.close("Interrupted after 4 of 10 <iterations>.");
    LiveFrame last = frames.get(frames.size() - 1);
    assertThat(last.toText())
        .isEqualTo("relu: 4/10 (40 %), took 0 s\nInterrupted after 4 of 10 <iterations>.");
    assertThat(last.toHtml()).contains("<div>Interrupted after 4 of 10 &lt;iterations&gt;.</div>");
  }

  @Test
  void curveLeavesOutWhatIsNotFiniteAndDrawsNoMorePointsThanItShows() {
    var live = start(1);
    for (int i = 0; i < 10_000; i++) {
      live.point("a<b", i, i % 10 == 0 ? Double.NaN : Math.sin(i));
    }
    live.close();
    String html = frames.get(frames.size() - 1).toHtml();
    String points = html.replaceAll("(?s).*points=\"([^\"]*)\".*", "$1");
    assertThat(points.split(" ")).hasSizeBetween(LiveCurve.SHOWN / 2, LiveCurve.SHOWN + 1);
    assertThat(html).doesNotContain("NaN").contains("a&lt;b");
  }

  @Test
  void theReadersLanguageChangesNothing() {
    var points = List.of(new LiveFrame.Point(0, 2.5), new LiveFrame.Point(1, 1.5));
    var memory = OptionalLong.of(64L << 20);
    var frame =
        new LiveFrame(
            "relu", 0, 25, 100, Duration.ofSeconds(4000), true, Map.of("loss", points), memory, "");
    String html = frame.toHtml();
    String text = frame.toText();
    assertThat(html).contains("<progress value=\"25\" max=\"100\" style=", "<svg ", "1 h 06 min");
    var own = Locale.getDefault();
    try {
      // Its digits are not those of English.
      Locale.setDefault(Locale.forLanguageTag("fa-IR"));
      assertThat(frame.toHtml()).isEqualTo(html);
      assertThat(frame.toText()).isEqualTo(text);
      assertThat(LiveFrame.time(Duration.ofSeconds(90))).isEqualTo("1 min 30 s");
    } finally {
      Locale.setDefault(own);
    }
  }

  @Test
  void flatCurveLiesInTheMiddle() {
    var live = start(1);
    live.point("loss", 0, 5);
    live.point("loss", 1, 5);
    live.close();
    assertThat(frames.get(1).toHtml()).contains("56.0,64.0 416.0,64.0");
  }

  @Test
  void emptyTotalIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> start(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "LiveDisplay 'relu': expected a total of at least 1, received 0; pass the number of"
                + " steps");
  }

  @Test
  void outsideOfAKernelFramesAreLinesOfText() {
    assertThat(LiveSink.FACTORY.get().get()).isInstanceOf(LiveSink.TextSink.class);
  }
}
