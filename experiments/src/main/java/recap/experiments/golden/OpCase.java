package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import recap.nn.Tensor;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;

/**
 * One operation: its output and the gradients of every input and parameter, in float32 and, where
 * the processor has it, in bfloat16.
 */
final class OpCase {
  static final double TOLERANCE = 1e-5;

  /** bfloat16 keeps eight bits: a rounding alone is up to 4e-3 of a value. */
  static final double COARSE_TOLERANCE = 3e-2;

  private final JsonNode golden;
  private final OpNetwork op;
  private final Executable executable;
  private final double tolerance;
  private final List<Check> checks = new ArrayList<>();

  private OpCase(JsonNode golden, OpNetwork op, Executable executable, double tolerance) {
    this.golden = golden;
    this.op = op;
    this.executable = executable;
    this.tolerance = tolerance;
  }

  static List<Check> run(JsonNode golden) {
    List<Check> checks = new ArrayList<>(run(golden, Precision.F32, TOLERANCE));
    if (NativeInfo.load().precisions().contains(Precision.BF16)) {
      run(golden, Precision.BF16, COARSE_TOLERANCE)
          .forEach(c -> checks.add(new Check("bf16 " + c.quantity(), c.error(), c.tolerance())));
    }
    return checks;
  }

  private static List<Check> run(JsonNode golden, Precision precision, double tolerance) {
    OpNetwork op = OpNetwork.of(golden);
    int batch = golden.path("inputs").elements().next().path("shape").get(0).asInt();
    try (Executable executable =
        Executable.compile(op.network(), batch, precision, Mode.ANALYSIS)) {
      executable.load(op.weights());
      for (int i = 0; i < op.inputs().size(); i++) {
        float[] buffer = executable.inputBuffer(i);
        float[] values = GoldenValues.input(op.inputs().get(i), buffer.length);
        System.arraycopy(values, 0, buffer, 0, buffer.length);
      }
      executable.forward();
      var run = new OpCase(golden, op, executable, tolerance);
      if (golden.path("op").asText().equals("softmax_cross_entropy")) {
        run.loss();
      } else {
        run.values();
      }
      return run.named();
    }
  }

  /** Where values are off, with the attributes that may be why. */
  private List<Check> named() {
    if (!op.unread().isEmpty() && !checks.stream().allMatch(Check::passes)) {
      String names = String.join(", ", op.unread());
      checks.add(new Check("attributes that no layer has: " + names, Double.NaN, tolerance));
    }
    return checks;
  }

  private void loss() {
    int classes = op.network().output().shape().channels();
    int[] labels = GoldenValues.labels(executable.batch(), classes);
    JsonNode stored = golden.path("labels");
    for (int i = 0; i < stored.size(); i++) {
      labels[i] = stored.get(i).asInt();
    }
    // The executable's own loss is the mean.
    int factor = op.summed() ? executable.batch() : 1;
    double expected = golden.path("output").path("data").path(0).asDouble(Double.NaN);
    checks.add(Check.scalar("output", factor * executable.loss(labels), expected, tolerance));
    executable.backward();
    inputGradients(factor);
  }

  private void values() {
    int elements = Math.toIntExact(executable.batch() * op.network().output().shape().elements());
    float[] output = new float[elements];
    executable.output(0, output);
    checks.add(Check.tensor("output", output, golden.path("output"), tolerance));
    executable.backward(GoldenValues.input("dy", elements));
    if (!mayTie()) {
      inputGradients(1);
    }
    executable
        .gradients()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("op.")) {
                String plain = name.substring("op.".length());
                JsonNode reference = golden.path("grad").path(plain);
                checks.add(Check.tensor("grad " + plain, tensor.values(), reference, tolerance));
              }
            });
    for (String statistic : List.of("running_mean", "running_var")) {
      JsonNode after = golden.path(statistic + "_after");
      if (!after.isMissingNode()) {
        Tensor ours = executable.weights().get("op." + statistic);
        checks.add(Check.tensor(statistic, ours.values(), after, tolerance));
      }
    }
  }

  /**
   * Whether rounding the inputs makes equals of two in a window: the gradient then goes to the
   * first of them, not to the greater, and is off by as many windows as that happens in.
   */
  private boolean mayTie() {
    return executable.precision() == Precision.BF16
        && golden.path("op").asText().equals("maxpool2d");
  }

  private void inputGradients(int factor) {
    for (int i = 0; i < op.inputs().size(); i++) {
      String name = op.inputs().get(i);
      float[] gradient = executable.inputGradient(i).clone();
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] *= factor;
      }
      JsonNode reference = golden.path("grad").path(name);
      checks.add(Check.tensor("grad " + name, gradient, reference, tolerance));
    }
  }
}
