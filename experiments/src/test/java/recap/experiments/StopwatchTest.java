package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import recap.nn.Flatten;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.onednn.Mode;

class StopwatchTest {
  private int forward;
  private int backward;

  /** The identity, whose passes are counted. */
  private final class Counted implements JavaLayer {
    @Override
    public void forward(Shape shape, int batch, float[] x, float[] y) {
      System.arraycopy(x, 0, y, 0, x.length);
      forward++;
    }

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
      System.arraycopy(dy, 0, dx, 0, dy.length);
      backward++;
    }
  }

  @ParameterizedTest
  @CsvSource({"INFERENCE,net.forward_ms,0", "TRAINING,net.step_ms,1"})
  void aTurnIsOnePassAndInTrainingOneStep(Mode mode, String metric, int steps) {
    Node x = Node.input(1, 4, 4).then(new Flatten()).then("hidden", Linear.of(8));
    Network network = Network.of("net", x.then(new Counted()).then("fc", Linear.of(10)));
    try (var stopwatch = new Stopwatch(Map.of("net", network), List.of(mode), 2, 1)) {
      forward = 0;
      backward = 0;
      assertThat(stopwatch.measure()).containsOnlyKeys(metric);
    }
    assertThat(forward).isEqualTo(1);
    assertThat(backward).isEqualTo(steps);
  }
}
