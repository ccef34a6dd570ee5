package recap.experiments;

import java.util.LinkedHashMap;
import java.util.Map;
import recap.nn.Initializer;
import recap.nn.RandomStream;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/** Times forward passes and training steps of two networks in turns. */
final class PairStopwatch implements AutoCloseable {
  private static final int WARM_UP = 2;
  private static final double RATE = 1e-4;
  private static final double MOMENTUM = 0.9;

  private final Map<String, Executable> executables = new LinkedHashMap<>();
  private final int[] labels;

  /** Compiles both networks in both modes, fills them with noise and runs them a few times. */
  PairStopwatch(BlockCost.Pair pair, long seed) {
    labels = new int[pair.batch()];
    var random = RandomStream.of(seed, "labels");
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(10);
    }
    for (BlockCost.Contender contender : pair.contenders()) {
      Weights weights = Initializer.he().initialize(contender.network(), seed);
      for (Mode mode : new Mode[] {Mode.INFERENCE, Mode.TRAINING}) {
        Executable executable =
            Executable.compile(contender.network(), pair.batch(), Precision.F32, mode);
        executables.put(metric(contender.name(), mode), executable);
        executable.load(weights);
        fill(executable, seed);
      }
    }
    for (int i = 0; i < WARM_UP; i++) {
      measure();
    }
  }

  /** {@code basic.forward_ms} and {@code basic.step_ms}. */
  static String metric(String contender, Mode mode) {
    return contender + (mode == Mode.INFERENCE ? ".forward_ms" : ".step_ms");
  }

  private static void fill(Executable executable, long seed) {
    var random = RandomStream.of(seed, "noise");
    float[] input = executable.inputBuffer();
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
  }

  /** One turn: the milliseconds of each network in each mode. */
  Map<String, Double> measure() {
    var millis = new LinkedHashMap<String, Double>();
    executables.forEach(
        (metric, executable) -> {
          long start = System.nanoTime();
          if (executable.mode() == Mode.INFERENCE) {
            executable.forward();
          } else {
            executable.step(labels, RATE, MOMENTUM, 0);
          }
          millis.put(metric, (System.nanoTime() - start) * 1e-6);
        });
    return millis;
  }

  @Override
  public void close() {
    executables.values().forEach(Executable::close);
  }
}
