package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
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
   * Of one tensor's norm. A ReLU whose input is within float32 rounding of zero passes its gradient
   * here and blocks it in the float64 reference, which moves single small tensors by up to 1e-2 in
   * any implementation.
   */
  private static final double TENSOR_TOLERANCE = 5e-2;

  /**
   * Of one tensor's first elements: the same moves a few small ones by up to 0.17 of themselves. A
   * gradient of zero is off by 1, one of the wrong sign by 2.
   */
  private static final double HEAD_TOLERANCE = 5e-1;

  /**
   * Of the norm of all gradients, below which rounding is what a tensor holds: the gradient of a
   * bias before a batch norm is zero, in float32 nearly. First elements are likewise held to what
   * so many elements of the tensor have on average, where they are smaller than that.
   */
  private static final double LEAST_SHARE = 1e-4;

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

  /**
   * The norms of all gradients as one vector, and their first elements as another, each held to the
   * reference by its relative L2 error; then each tensor's norm and first elements by themselves,
   * since a small tensor does not count beside all others, be it zero or of the wrong sign.
   */
  static void gradients(JsonNode step, Map<String, Tensor> ours, List<Check> checks) {
    var tensors = new ArrayList<Gradient>();
    for (var entry : step.path("grad_norm").properties()) {
      Tensor gradient = ours.get(entry.getKey());
      if (gradient == null) {
        checks.add(new Check("grad " + entry.getKey(), Double.NaN, GRADIENT_TOLERANCE));
      } else {
        JsonNode head = step.path("grad_head").path(entry.getKey());
        tensors.add(
            Gradient.of(entry.getKey(), gradient.values(), entry.getValue().asDouble(), head));
      }
    }
    // A head of a few elements is held relative to the whole tensors that they stand for.
    double norm = length(tensors, Gradient::norm);
    double normsOff = length(tensors, Gradient::normOff);
    double headsOff = length(tensors, Gradient::headOff);
    checks.add(Check.of("gradient norms", normsOff, norm, GRADIENT_TOLERANCE));
    checks.add(Check.of("gradient heads", headsOff, norm, GRADIENT_TOLERANCE));
    for (Gradient tensor : tensors) {
      double size = Math.max(tensor.norm(), LEAST_SHARE * norm);
      double head = Math.max(tensor.head(), size * Math.sqrt(tensor.share()));
      String name = tensor.name();
      checks.add(Check.of("norm of grad " + name, tensor.normOff(), size, TENSOR_TOLERANCE));
      checks.add(Check.of("first of grad " + name, tensor.headOff(), head, HEAD_TOLERANCE));
    }
  }

  private static double length(List<Gradient> tensors, ToDoubleFunction<Gradient> component) {
    return Math.sqrt(tensors.stream().mapToDouble(t -> square(component.applyAsDouble(t))).sum());
  }

  /**
   * One tensor's gradient beside the reference.
   *
   * @param norm of the reference
   * @param normOff how far ours is from it
   * @param head the norm of the reference's first elements
   * @param headOff the norm of how far ours are from them
   * @param share of all elements that the first ones are
   */
  private record Gradient(
      String name, double norm, double normOff, double head, double headOff, double share) {
    static Gradient of(String name, float[] ours, double norm, JsonNode reference) {
      double head = 0;
      double off = 0;
      for (int i = 0; i < reference.size(); i++) {
        head += square(reference.get(i).asDouble());
        off += square(ours[i] - reference.get(i).asDouble());
      }
      return new Gradient(
          name,
          norm,
          Math.abs(Check.norm(ours) - norm),
          Math.sqrt(head),
          Math.sqrt(off),
          (double) reference.size() / ours.length);
    }
  }

  private static double square(double value) {
    return value * value;
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
