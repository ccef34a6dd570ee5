package recap.experiments.claims;

import java.util.Arrays;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;

/** The time of a forward pass of one image on this machine. */
public final class ForwardTime {
  private static final int WARM_UPS = 3;
  private static final int PASSES = 11;

  private ForwardTime() {}

  /** The median of repeated passes in float32, in milliseconds. */
  public static double milliseconds(Network network) {
    try (var executable = Executable.compile(network, 1, Precision.F32, Mode.INFERENCE)) {
      executable.load(Initializer.he().initialize(network, 1));
      double[] times = new double[PASSES];
      for (int pass = -WARM_UPS; pass < PASSES; pass++) {
        long start = System.nanoTime();
        executable.forward();
        if (pass >= 0) {
          times[pass] = (System.nanoTime() - start) / 1e6;
        }
      }
      Arrays.sort(times);
      return times[PASSES / 2];
    }
  }

  /** What it was measured on: processor count and instruction set. */
  public static String machine() {
    NativeInfo info = NativeInfo.load();
    return "oneDNN %s, %s, %d processors."
        .formatted(
            info.version(), info.instructionSet(), Runtime.getRuntime().availableProcessors());
  }
}
