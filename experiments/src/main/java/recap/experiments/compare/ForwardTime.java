package recap.experiments.compare;

import java.util.List;
import java.util.Map;
import recap.experiments.Stopwatch;
import recap.nn.Network;
import recap.onednn.Mode;
import recap.onednn.NativeInfo;
import tech.tablesaw.api.DoubleColumn;

/** The time of a forward pass of one image on this machine. */
public final class ForwardTime {
  private static final int PASSES = 11;
  private static final long SEED = 1;

  private ForwardTime() {}

  /** The median of repeated passes over noise in float32, in milliseconds. */
  public static double milliseconds(Network network) {
    var times = DoubleColumn.create("milliseconds");
    var networks = Map.of(network.name(), network);
    try (var stopwatch = new Stopwatch(networks, List.of(Mode.INFERENCE), 1, SEED)) {
      String metric = Stopwatch.metric(network.name(), Mode.INFERENCE);
      for (int pass = 0; pass < PASSES; pass++) {
        times.append(stopwatch.measure().get(metric));
      }
    }
    return times.median();
  }

  /** What it was measured on: processor count and instruction set. */
  public static String machine() {
    NativeInfo info = NativeInfo.load();
    return "oneDNN %s, %s, %d processors."
        .formatted(
            info.version(), info.instructionSet(), Runtime.getRuntime().availableProcessors());
  }
}
