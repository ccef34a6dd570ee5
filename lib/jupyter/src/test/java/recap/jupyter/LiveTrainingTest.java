package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import recap.nn.Weights;
import recap.train.Metrics;
import recap.train.Progress;
import recap.train.TrainingResult;

class LiveTrainingTest {
  private final List<LiveFrame> frames = new ArrayList<>();

  @AfterEach
  void standardOutputAgain() {
    LiveSink.FACTORY.set(LiveSink.TextSink::new);
  }

  private final class EveryFrame implements LiveSink {
    @Override
    public void show(LiveFrame frame, boolean last) {
      frames.add(frame);
    }

    @Override
    public Duration interval() {
      return Duration.ZERO;
    }
  }

  private static final Metrics POINT =
      new Metrics(1, 100, 0.1, 1.9, 0.8, Double.NaN, 0.725, 1, 2, 1);

  private LiveFrame last() {
    return frames.get(frames.size() - 1);
  }

  @Test
  void lastFrameHoldsStepsErrorsInPercentAndMemory() {
    LiveSink.FACTORY.set(EveryFrame::new);
    var live = new LiveTraining("plain-20");
    live.started(0, 200);
    live.progress(progress(50, 0.9));
    live.progress(progress(100, 0.75));
    live.measured(POINT);
    live.ended(result(TrainingResult.Status.FINISHED, "Finished."));
    assertThat(last().last()).isTrue();
    assertThat(last().toText())
        .startsWith("plain-20: 100/200 (50 %), took ")
        .endsWith(", 32 MiB native, running error % 75.00, test error % 72.50");
    assertThat(last().curves().get("running error %")).hasSize(2);
  }

  /** From the start on, not from the first news: that may come after half of a short training. */
  @Test
  void theClockRunsFromTheStartWithTheStepsOfBefore() {
    LiveSink.FACTORY.set(EveryFrame::new);
    var live = new LiveTraining("plain-20");
    live.started(150, 200);
    assertThat(last().toText()).isEqualTo("plain-20: 150/200 (75 %)");
    assertThat(last().first()).isEqualTo(150);
    live.measured(POINT);
    assertThat(last().curves()).containsOnlyKeys("test error %");
  }

  @Test
  void theNextTrainingBeginsWithNothingOfTheOneBefore() {
    LiveSink.FACTORY.set(EveryFrame::new);
    var live = new LiveTraining("plain-20");
    live.started(150, 200);
    live.measured(POINT);
    live.ended(result(TrainingResult.Status.INTERRUPTED, "Interrupted after 150 of 200."));
    assertThat(last().toText()).endsWith("\nInterrupted after 150 of 200.");
    live.started(0, 300);
    live.progress(progress(50, 0.9));
    assertThat(last().first()).isZero();
    assertThat(last().total()).isEqualTo(300);
    assertThat(last().curves()).containsOnlyKeys("running error %");
  }

  /** Nobody tells the listener of an exception, so it shows at the next start. */
  @Test
  void aTrainingThatEndedByAnExceptionIsClosedByTheNext() {
    LiveSink.FACTORY.set(EveryFrame::new);
    var live = new LiveTraining("plain-20");
    live.started(0, 200);
    live.progress(progress(50, 0.9));
    live.started(0, 300);
    LiveFrame closed = frames.get(frames.size() - 2);
    assertThat(closed.last()).isTrue();
    assertThat(closed.toText()).endsWith("\nEnded by an exception.");
    assertThat(last().toText()).isEqualTo("plain-20: 0/300 (0 %)");
  }

  private static TrainingResult result(TrainingResult.Status status, String message) {
    return new TrainingResult(
        status, message, 4, List.of(), new Weights(Map.of()), "", List.of(), 0);
  }

  private static Progress progress(int iteration, double error) {
    double epoch = iteration / 100.0;
    return new Progress(iteration, 200, epoch, 0.1, 2.0, error, 1000, 32L << 20);
  }
}
