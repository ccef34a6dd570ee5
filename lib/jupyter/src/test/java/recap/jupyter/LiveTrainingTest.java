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

  @Test
  void lastFrameHoldsStepsErrorsInPercentAndMemory() {
    LiveSink.FACTORY.set(EveryFrame::new);
    var live = new LiveTraining("plain-20");
    live.progress(progress(50, 0.9));
    live.progress(progress(100, 0.75));
    live.measured(new Metrics(1, 100, 0.1, 1.9, 0.8, Double.NaN, 0.725, 1, 2, 1));
    live.ended(finished());
    var last = frames.get(frames.size() - 1);
    assertThat(last.last()).isTrue();
    assertThat(last.toText())
        .startsWith("plain-20: 100/200 (50 %), took ")
        .endsWith(", 32 MiB native, running error % 75.00, test error % 72.50");
    assertThat(last.curves().get("running error %")).hasSize(2);
  }

  @Test
  void theNextTrainingBeginsWithNothingOfTheOneBefore() {
    LiveSink.FACTORY.set(EveryFrame::new);
    var live = new LiveTraining("plain-20");
    live.resumed(150);
    live.measured(new Metrics(1, 150, 0.1, 1.9, 0.8, Double.NaN, 0.725, 1, 2, 1));
    live.ended(finished());
    live.progress(progress(50, 0.9));
    assertThat(frames.get(0).first()).isZero();
    assertThat(frames.get(frames.size() - 1).curves()).containsOnlyKeys("running error %");
  }

  private static TrainingResult finished() {
    return new TrainingResult(
        TrainingResult.Status.FINISHED,
        "Finished.",
        4,
        List.of(),
        new Weights(Map.of()),
        "",
        List.of(),
        0);
  }

  @Test
  void trainingThatNeverStepsShowsNothing() {
    LiveSink.FACTORY.set(EveryFrame::new);
    var live = new LiveTraining("plain-20");
    live.measured(new Metrics(0, 0, 0.1, 2.3, 0.9, Double.NaN, 0.9, 1, 0, 1));
    live.ended(finished());
    assertThat(frames).isEmpty();
  }

  private static Progress progress(int iteration, double error) {
    double epoch = iteration / 100.0;
    return new Progress(
        iteration, 200, epoch, 0.1, 2.0, error, 1000, Duration.ofSeconds(9), 32L << 20);
  }
}
