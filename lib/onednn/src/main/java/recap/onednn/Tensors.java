package recap.onednn;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import recap.nn.Nearest;
import recap.nn.Param;
import recap.nn.Tensor;
import recap.nn.Weights;

/** The named tensors of a compiled network on their way into its arenas and out of them. */
record Tensors(Plan plan) {
  /** Sets all tensors; momentum becomes zero. */
  void load(Weights weights) {
    requireFitting(weights, plan.network().parameters());
    plan.parameters().load(weights);
    if (plan.mode().differentiates()) {
      plan.arenas().velocities().clear();
    }
  }

  /** Sets the velocities of the learned tensors. */
  void loadMomentum(Weights velocities) {
    requireFitting(velocities, plan.network().learnedParameters());
    velocities
        .tensors()
        .forEach(
            (name, tensor) -> {
              Parameter parameter = plan.parameters().get(name);
              parameter.write(parameter.velocity(), tensor.values());
            });
  }

  private void requireFitting(Weights weights, Map<String, Param> parameters) {
    List<String> mismatches = weights.mismatches(parameters);
    if (!mismatches.isEmpty()) {
      throw new IllegalArgumentException(
          plan.network().name()
              + ": expected its own tensors, received others; fix these:\n  "
              + String.join("\n  ", mismatches));
    }
  }

  /** What {@code value} names of each parameter that {@code which} takes. */
  Weights read(Predicate<Parameter> which, Function<Parameter, Value> value) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (String name : plan.network().parameters().keySet()) {
      Parameter parameter = plan.parameters().get(name);
      if (which.test(parameter)) {
        tensors.put(name, parameter.read(value.apply(parameter)));
      }
    }
    return new Weights(tensors);
  }

  /** The L2 norm of the gradient of a learned tensor. */
  double gradientNorm(String name) {
    Set<String> learned = plan.network().learnedParameters().keySet();
    if (!learned.contains(name)) {
      throw new IllegalArgumentException(Nearest.message("learned tensor", name, learned));
    }
    FloatBuffer values = HostMemory.floats(plan, plan.parameters().get(name).gradient());
    double sum = 0;
    for (int i = 0; i < values.capacity(); i++) {
      sum += (double) values.get(i) * values.get(i);
    }
    return Math.sqrt(sum);
  }
}
