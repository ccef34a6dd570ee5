package recap.experiments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/**
 * Times forward passes and training steps of networks, in float32 and in turns, so that what else
 * the machine does falls on all alike.
 */
public final class Stopwatch implements AutoCloseable {
  private static final int WARM_UP = 2;
  private static final double RATE = 1e-4;
  private static final double MOMENTUM = 0.9;

  /** Labels are of the first ten classes, which every network has. */
  private static final int CLASSES = 10;

  private final Map<String, Executable> executables = new LinkedHashMap<>();
  private final int[] labels;

  /**
   * Compiles each network in each mode, fills it with noise and runs it a few times.
   *
   * @param networks by the name that metrics get
   */
  public Stopwatch(Map<String, Network> networks, List<Mode> modes, int batch, long seed) {
    labels = Noise.labels(batch, CLASSES, seed);
    try {
      networks.forEach((name, network) -> prepare(name, network, modes, batch, seed));
      for (int i = 0; i < WARM_UP; i++) {
        measure();
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void prepare(String name, Network network, List<Mode> modes, int batch, long seed) {
    Weights weights = Initializer.he().initialize(network, seed);
    for (Mode mode : modes) {
      Executable executable = Executable.compile(network, batch, Precision.F32, mode);
      executables.put(metric(name, mode), executable);
      executable.load(weights);
      Noise.fill(executable, seed);
    }
  }

  /** {@code basic.forward_ms} and {@code basic.step_ms}. */
  public static String metric(String network, Mode mode) {
    return network + (mode == Mode.INFERENCE ? ".forward_ms" : ".step_ms");
  }

  /** One turn: the milliseconds of each network in each mode. */
  public Map<String, Double> measure() {
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
