package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import recap.nn.Tensor;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/** One operation: its output and the gradients of every input and parameter. */
final class OpCase {
  static final double TOLERANCE = 1e-5;

  private OpCase() {}

  static List<Check> run(JsonNode golden) {
    OpNetwork op = OpNetwork.of(golden);
    int batch = golden.path("inputs").elements().next().path("shape").get(0).asInt();
    try (Executable executable =
        Executable.compile(op.network(), batch, Precision.F32, Mode.ANALYSIS)) {
      executable.load(op.weights());
      for (int i = 0; i < op.inputs().size(); i++) {
        float[] buffer = executable.inputBuffer(i);
        float[] values = GoldenValues.input(op.inputs().get(i), buffer.length);
        System.arraycopy(values, 0, buffer, 0, buffer.length);
      }
      executable.forward();
      return golden.path("op").asText().equals("softmax_cross_entropy")
          ? loss(golden, op, executable)
          : values(golden, op, executable);
    }
  }

  private static List<Check> loss(JsonNode golden, OpNetwork op, Executable executable) {
    int classes = op.network().output().shape().channels();
    int[] labels = GoldenValues.labels(executable.batch(), classes);
    JsonNode stored = golden.path("labels");
    for (int i = 0; i < stored.size(); i++) {
      labels[i] = stored.get(i).asInt();
    }
    var checks = new ArrayList<Check>();
    double loss = executable.loss(labels);
    checks.add(
        Check.scalar(
            "output", loss, golden.path("output").path("data").get(0).asDouble(), TOLERANCE));
    executable.backward();
    inputGradients(golden, op, executable, checks);
    return checks;
  }

  private static List<Check> values(JsonNode golden, OpNetwork op, Executable executable) {
    var checks = new ArrayList<Check>();
    int elements = Math.toIntExact(executable.batch() * op.network().output().shape().elements());
    float[] output = new float[elements];
    executable.output(0, output);
    checks.add(Check.tensor("output", output, golden.path("output"), TOLERANCE));
    executable.backward(GoldenValues.input("dy", elements));
    inputGradients(golden, op, executable, checks);
    executable
        .gradients()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("op.")) {
                String plain = name.substring("op.".length());
                JsonNode reference = golden.path("grad").path(plain);
                checks.add(Check.tensor("grad " + plain, tensor.values(), reference, TOLERANCE));
              }
            });
    for (String statistic : List.of("running_mean", "running_var")) {
      JsonNode after = golden.path(statistic + "_after");
      if (!after.isMissingNode()) {
        Tensor ours = executable.weights().get("op." + statistic);
        checks.add(Check.tensor(statistic, ours.values(), after, TOLERANCE));
      }
    }
    return checks;
  }

  private static void inputGradients(
      JsonNode golden, OpNetwork op, Executable executable, List<Check> checks) {
    for (int i = 0; i < op.inputs().size(); i++) {
      String name = op.inputs().get(i);
      JsonNode reference = golden.path("grad").path(name);
      checks.add(Check.tensor("grad " + name, executable.inputGradient(i), reference, TOLERANCE));
    }
  }
}
