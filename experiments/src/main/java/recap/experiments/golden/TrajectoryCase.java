package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import recap.data.Cifar10;
import recap.data.ImageSet;
import recap.nn.Dropout;
import recap.nn.Network;
import recap.nn.Shape;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.zoo.Zoo;

/** The losses of the first SGD steps on real images, and every tensor's norm after them. */
final class TrajectoryCase {
  /** Of each channel, on the scale 0..1. */
  private static final double[] MEAN = {0.4914, 0.4822, 0.4465};

  private static final double[] STANDARD_DEVIATION = {0.2470, 0.2435, 0.2616};

  private static final double LEAST_TOLERANCE = 1e-4;
  private static final double DRIFTS = 10;

  /** Of all norms together. */
  private static final double NORM_TOLERANCE = 1e-2;

  /**
   * Of one tensor's norm. Steps at a high rate enlarge rounding: in deep plain networks biases of
   * batch norms move by up to 0.27 of themselves in any float32 implementation.
   */
  private static final double TENSOR_TOLERANCE = 5e-1;

  private TrajectoryCase() {}

  static List<Check> run(JsonNode golden) {
    ImageSet images = Cifar10.load().train();
    Shape input = Shape.image(images.channels(), images.height(), images.width());
    Network network = Zoo.build(model(golden.path("name").asText()), input, images.classes());
    int batch = golden.path("batch").asInt();
    JsonNode sgd = golden.path("sgd");
    double drift = golden.path("float32_drift").asDouble();
    double tolerance = Math.max(LEAST_TOLERANCE, DRIFTS * drift);
    var checks = new ArrayList<Check>();
    // The reference drops nothing, and of the two modes only ANALYSIS is without chance.
    boolean drops = network.nodes().stream().anyMatch(node -> node.op() instanceof Dropout);
    Mode mode = drops ? Mode.ANALYSIS : Mode.TRAINING;
    try (Executable executable = Executable.compile(network, batch, Precision.F32, mode)) {
      executable.load(GoldenValues.weights(network, ""));
      for (int step = 0; step < golden.path("steps").asInt(); step++) {
        int[] labels = fill(images, step * batch, batch, executable.inputBuffer());
        double loss =
            executable.step(
                labels,
                sgd.path("lr").asDouble(),
                sgd.path("momentum").asDouble(),
                sgd.path("weight_decay").asDouble());
        double expected = golden.path("losses").get(step).asDouble();
        checks.add(Check.scalar("loss " + step, loss, expected, tolerance));
      }
      norms(golden.path("final_norm"), executable.weights(), checks);
    }
    return checks;
  }

  /** The zoo's name in {@code cifar_resnet20_sgd}, a model and what was done with it. */
  static String model(String name) {
    String known = name;
    while (!Zoo.contains(known) && known.contains("_")) {
      known = known.substring(0, known.lastIndexOf('_'));
    }
    return Zoo.contains(known) ? known : name;
  }

  private static int[] fill(ImageSet images, int first, int count, float[] buffer) {
    int[] labels = new int[count];
    int plane = images.height() * images.width();
    int next = 0;
    for (int i = 0; i < count; i++) {
      byte[] image = images.image(first + i);
      for (int p = 0; p < image.length; p++) {
        buffer[next++] = input(image[p] & 0xFF, p / plane);
      }
      labels[i] = images.label(first + i);
    }
    return labels;
  }

  /**
   * What the reference makes of a byte, rounded but once; a {@link recap.data.Normalization} has
   * rounded its statistics too.
   */
  static float input(int level, int channel) {
    return (float) ((level / 255.0 - MEAN[channel]) / STANDARD_DEVIATION[channel]);
  }

  /** All norms as one vector, by its relative L2 error, then each by itself. */
  static void norms(JsonNode reference, Weights weights, List<Check> checks) {
    Map<String, Double> off = new TreeMap<>();
    for (var entry : reference.properties()) {
      double ours = Check.norm(weights.get(entry.getKey()).values());
      off.put(entry.getKey(), Math.abs(ours - entry.getValue().asDouble()));
    }
    double allOff = length(off.values().stream());
    double all = length(reference.valueStream().map(JsonNode::asDouble));
    checks.add(Check.of("final norms", allOff, all, NORM_TOLERANCE));
    off.forEach(
        (name, difference) ->
            checks.add(
                Check.of(
                    "final norm of " + name,
                    difference,
                    reference.path(name).asDouble(),
                    TENSOR_TOLERANCE)));
  }

  private static double length(Stream<Double> values) {
    return Math.sqrt(values.mapToDouble(value -> value * value).sum());
  }
}
