package recap.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import recap.data.BatchSource;
import recap.experiments.record.RunRecord;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.report.Curve;

/**
 * What each layer of a network with given weights does with one batch: the gradient that reaches
 * its weight, and how much its response varies.
 */
final class LayerProbe {
  private LayerProbe() {}

  /** {@code end.gradient.07}: layers count from 1 at the input, convolutions and linear ones. */
  static String key(String prefix, int layer) {
    return String.format(Locale.ROOT, "%s%02d", prefix, layer);
  }

  /** One value a layer, over the layers' places; empty for a run that was not looked at. */
  static Optional<Curve> curve(RunRecord run, String prefix) {
    var places = new ArrayList<Integer>();
    var values = new ArrayList<Double>();
    for (int layer = 1; ; layer++) {
      double value = run.last(key(prefix, layer));
      if (Double.isNaN(value)) {
        break;
      }
      places.add(layer);
      values.add(value);
    }
    return places.isEmpty() ? Optional.empty() : Optional.of(Curve.of(places, values));
  }

  /**
   * Gradient norms and responses by key.
   *
   * @param when {@code start} or {@code end}, the beginning of each key
   * @param batches the first batch is the one that is looked at
   */
  static Map<String, Double> measure(
      String when, Network network, Weights weights, BatchSource batches) {
    Map<String, Double> values = new LinkedHashMap<>();
    int[] labels = new int[batches.batchSize()];
    try (Executable executable =
        Executable.compile(network, batches.batchSize(), Precision.F32, Mode.ANALYSIS)) {
      executable.load(weights);
      batches.fill(0, 0, executable.inputBuffer(), labels);
      executable.forward();
      executable.loss(labels);
      executable.backward();
      int layer = 0;
      int normalised = 0;
      for (Node node : network.nodes()) {
        if (node.op() instanceof Conv2d || node.op() instanceof Linear) {
          double norm = executable.gradientNorm(node.name() + ".weight");
          put(values, key(when + ".gradient.", ++layer), norm);
        } else if (node.op() instanceof BatchNorm) {
          put(values, key(when + ".response.", ++normalised), response(node.name(), weights));
        }
      }
    }
    return values;
  }

  private static void put(Map<String, Double> values, String key, double value) {
    if (Double.isFinite(value)) {
      values.put(key, value);
    }
  }

  /**
   * The standard deviation of a batch norm's output, as figure 7 has it. With batch statistics
   * channel c has mean shift[c] and deviation |scale[c]| whatever comes in (but for epsilon), so
   * the variance of all values is the mean of scale^2 plus the variance of shift over the channels.
   */
  static double response(String node, Weights weights) {
    float[] scale = weights.get(node + ".weight").values();
    float[] shift = weights.get(node + ".bias").values();
    double within = 0;
    double sum = 0;
    double squares = 0;
    for (int c = 0; c < scale.length; c++) {
      within += (double) scale[c] * scale[c];
      sum += shift[c];
      squares += (double) shift[c] * shift[c];
    }
    int n = scale.length;
    double mean = sum / n;
    return Math.sqrt(Math.max(0, within / n + squares / n - mean * mean));
  }
}
