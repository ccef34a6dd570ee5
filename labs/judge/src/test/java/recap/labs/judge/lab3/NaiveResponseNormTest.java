package recap.labs.judge.lab3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import recap.nn.Initializer;
import recap.nn.LocalResponseNorm;
import recap.nn.Network;
import recap.nn.Node;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/** The reference answers against the library's layer, which oneDNN computes. */
class NaiveResponseNormTest {
  private static final int BATCH = 2;
  private static final int CHANNELS = 8;
  private static final int SIDE = 5;
  private static final int VALUES = BATCH * CHANNELS * SIDE * SIDE;
  private static final float ROUNDING = 1e-5f;

  private final NaiveResponseNorm naive =
      new NaiveResponseNorm(CHANNELS, SIDE * SIDE, 5, 0.5f, 0.75f, 2);
  private final Network library =
      Network.of(
          "norm", Node.input(CHANNELS, SIDE, SIDE).then(new LocalResponseNorm(5, 0.5f, 0.75f, 2)));

  @Test
  void agreesWithTheLibraryForwardAndBackward() {
    float[] x = random(1);
    float[] dy = random(2);
    float[] y = new float[VALUES];
    try (var step = Executable.compile(library, BATCH, Precision.F32, Mode.ANALYSIS)) {
      step.load(Initializer.he().initialize(library, 1));
      System.arraycopy(x, 0, step.inputBuffer(), 0, VALUES);
      step.forward();
      step.backward(dy);
      step.output(0, y);
      assertArrayEquals(y, naive.forward(x), ROUNDING);
      assertArrayEquals(step.inputGradient(0), naive.backward(x, dy), ROUNDING);
    }
  }

  private static float[] random(long seed) {
    var random = new Random(seed);
    float[] values = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = (float) (2 * random.nextGaussian());
    }
    return values;
  }
}
