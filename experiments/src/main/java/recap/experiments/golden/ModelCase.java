package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import recap.nn.Network;
import recap.nn.Shape;
import recap.nn.Tensor;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.zoo.Zoo;

/** A whole network: names, shapes, counts, logits in inference, and one training step. */
final class ModelCase {
  private static final double VALUE_TOLERANCE = 1e-4;
  private static final double GRADIENT_TOLERANCE = 1e-3;

  /**
   * A gradient below this part of the largest one is zero but for rounding, such as that of a bias
   * in front of a batch norm; its error counts relative to this floor.
   */
  private static final double ZERO_GRADIENT = 1e-4;

  private ModelCase() {}

  static List<Check> run(JsonNode golden) {
    int batch = golden.path("input").get(0).asInt();
    Network network = network(golden).inferenceForm();
    var checks = new ArrayList<Check>();
    checks.add(new Check("parameter names and shapes", differences(golden, network), 0));
    exact(checks, "parameter_count", network.parameterCount(), golden);
    exact(checks, "macs", network.macs(), golden);
    logits(golden, network, batch, checks);
    if (golden.has("train_step")) {
      trainStep(golden.path("train_step"), network, batch, checks);
    }
    return checks;
  }

  private static Network network(JsonNode golden) {
    JsonNode input = golden.path("input");
    var shape = Shape.image(input.get(1).asInt(), input.get(2).asInt(), input.get(3).asInt());
    String name = golden.path("name").asText();
    JsonNode logits = golden.path("logits_eval").path("shape");
    return logits.isMissingNode()
        ? Zoo.build(name, shape)
        : Zoo.build(name, shape, logits.get(1).asInt());
  }

  private static void exact(List<Check> checks, String what, long ours, JsonNode golden) {
    if (golden.has(what)) {
      checks.add(new Check(what, Math.abs(ours - golden.path(what).asLong()), 0));
    }
  }

  /** How many names or shapes differ from the case's, in either direction. */
  static long differences(JsonNode golden, Network network) {
    Map<String, String> expected = new HashMap<>();
    golden
        .path("parameters")
        .properties()
        .forEach(entry -> expected.put(entry.getKey(), entry.getValue().toString()));
    Map<String, String> ours = new HashMap<>();
    network
        .parameters()
        .forEach((name, param) -> ours.put(name, param.shape().toString().replace(" ", "")));
    long missing =
        expected.entrySet().stream()
            .filter(e -> !e.getValue().equals(ours.get(e.getKey())))
            .count();
    return missing + ours.keySet().stream().filter(name -> !expected.containsKey(name)).count();
  }

  private static void logits(JsonNode golden, Network network, int batch, List<Check> checks) {
    try (Executable executable = prepared(network, batch, Mode.INFERENCE)) {
      executable.forward();
      float[] logits = new float[Math.toIntExact(batch * network.output().shape().elements())];
      executable.output(0, logits);
      checks.add(Check.tensor("logits", logits, golden.path("logits_eval"), VALUE_TOLERANCE));
    }
  }

  private static void trainStep(JsonNode step, Network network, int batch, List<Check> checks) {
    int classes = network.output().shape().channels();
    try (Executable executable = prepared(network, batch, Mode.ANALYSIS)) {
      executable.forward();
      double loss = executable.loss(GoldenValues.labels(batch, classes));
      checks.add(Check.scalar("loss", loss, step.path("loss").asDouble(), VALUE_TOLERANCE));
      executable.backward();
      gradients(step, executable.gradients().tensors(), checks);
    }
  }

  private static void gradients(JsonNode step, Map<String, Tensor> ours, List<Check> checks) {
    double largest = 0;
    for (JsonNode norm : step.path("grad_norm")) {
      largest = Math.max(largest, norm.asDouble());
    }
    double floor = ZERO_GRADIENT * largest;
    step.path("grad_norm")
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              double norm = entry.getValue().asDouble();
              Tensor gradient = ours.get(name);
              if (gradient == null) {
                checks.add(new Check("grad " + name, Double.NaN, GRADIENT_TOLERANCE));
                return;
              }
              double scale = Math.max(norm, floor);
              double off = Math.abs(Check.norm(gradient.values()) - norm);
              checks.add(Check.of("norm of grad " + name, off, scale, GRADIENT_TOLERANCE));
              double head = headDifference(gradient.values(), step.path("grad_head").path(name));
              checks.add(Check.of("head of grad " + name, head, scale, GRADIENT_TOLERANCE));
            });
  }

  private static double headDifference(float[] ours, JsonNode head) {
    double squares = 0;
    for (int i = 0; i < head.size(); i++) {
      double difference = ours[i] - head.get(i).asDouble();
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  private static Executable prepared(Network network, int batch, Mode mode) {
    Executable executable = Executable.compile(network, batch, Precision.F32, mode);
    executable.load(GoldenValues.weights(network, ""));
    float[] input = executable.inputBuffer();
    int elements = Math.toIntExact(batch * network.input().shape().elements());
    System.arraycopy(GoldenValues.input("x", elements), 0, input, 0, elements);
    return executable;
  }
}
