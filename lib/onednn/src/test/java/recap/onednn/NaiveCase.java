package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import recap.nn.Network;
import recap.nn.Param;
import recap.nn.Tensor;
import recap.nn.Weights;

/** A layer case with drawn values, computed by {@link Naive}; its gradients by differences. */
final class NaiveCase {
  private static final Map<LayerCase, NaiveCase> CACHE = new ConcurrentHashMap<>();

  /** Far below the distance of two inputs and far above the rounding of a double. */
  private static final double STEP = 1e-5;

  /** Coordinates of a tensor whose partial derivatives are taken one by one. */
  private static final int SAMPLES = 48;

  final LayerCase layer;
  final List<float[]> inputs = new ArrayList<>();
  final Map<String, Tensor> params = new LinkedHashMap<>();
  final double[] training;
  final double[] inference;
  final float[] outputGradient;
  private final List<double[]> variables = new ArrayList<>();
  private final Map<Integer, double[]> partials = new ConcurrentHashMap<>();

  private NaiveCase(LayerCase layer) {
    this.layer = layer;
    for (int i = 0; i < layer.inputs().size(); i++) {
      inputs.add(Numbers.input("input " + i, layer.batch(), layer.inputs().get(i)));
    }
    for (Param param : layer.op().parameters(layer.inputs())) {
      int count = Math.toIntExact(param.elements());
      float[] values =
          switch (param.role()) {
            case WEIGHT -> Numbers.spread("weight", count, Math.sqrt(1.0 / param.fanIn()));
            case BIAS, RUNNING_MEAN -> Numbers.spread(param.name(), count, 0.5);
            case SCALE, RUNNING_VAR -> Numbers.positive(param.name(), count);
          };
      params.put(param.name(), new Tensor(param.shape(), values));
    }
    inputs.forEach(values -> variables.add(Numbers.doubles(values)));
    params.values().forEach(tensor -> variables.add(Numbers.doubles(tensor.values())));
    training = compute(new Naive(layer.batch(), true));
    inference = compute(new Naive(layer.batch(), false));
    outputGradient = Numbers.spread("output gradient", training.length, 1);
  }

  static NaiveCase of(LayerCase layer) {
    return CACHE.computeIfAbsent(layer, NaiveCase::new);
  }

  /** The layer's output by {@code naive}, which counts. */
  double[] compute(Naive naive) {
    int n = layer.inputs().size();
    return naive.layer(
        layer.op(),
        layer.inputs(),
        variables.subList(0, n),
        variables.subList(n, variables.size()));
  }

  /** The tensors of {@code network}: the layer's own, and convolutions that pass their input on. */
  Weights weights(Network network) {
    var tensors = new LinkedHashMap<String, Tensor>();
    network
        .parameters()
        .forEach(
            (name, param) ->
                tensors.put(
                    name,
                    name.startsWith(LayerCase.LAYER + ".")
                        ? params.get(param.name())
                        : new Tensor(param.shape(), LayerCase.identity(param.shape().get(0)))));
    return new Weights(tensors);
  }

  private double loss() {
    return Numbers.dot(compute(new Naive(layer.batch(), true)), Numbers.doubles(outputGradient));
  }

  /** The derivative of the loss along {@code direction} in the space of one variable. */
  private double slope(double[] variable, double[] direction) {
    double[] kept = variable.clone();
    Arrays.setAll(variable, i -> kept[i] + STEP * direction[i]);
    double above = loss();
    Arrays.setAll(variable, i -> kept[i] - STEP * direction[i]);
    double below = loss();
    System.arraycopy(kept, 0, variable, 0, kept.length);
    return (above - below) / (2 * STEP);
  }

  /** Every coordinate of a small tensor, evenly spread ones of a larger one. */
  private static int coordinate(int sample, int length) {
    return (int) ((long) sample * length / Math.min(length, SAMPLES));
  }

  /**
   * Asserts that {@code actual} is the gradient by input {@code index}, or by the parameters behind
   * the inputs: coordinate by coordinate, and along a random direction that meets all coordinates.
   */
  void assertGradient(String what, int index, float[] actual, double tolerance) {
    double[] variable = variables.get(index);
    double[] direction = Numbers.doubles(Numbers.spread("direction", variable.length, 1));
    int samples = Math.min(SAMPLES, variable.length);
    double[] expected =
        partials.computeIfAbsent(
            index,
            unused -> {
              double[] slopes = new double[samples + 1];
              for (int s = 0; s < samples; s++) {
                double[] unit = new double[variable.length];
                unit[coordinate(s, variable.length)] = 1;
                slopes[s] = slope(variable, unit);
              }
              slopes[samples] = slope(variable, direction);
              return slopes;
            });
    float[] sampled = new float[samples];
    for (int s = 0; s < samples; s++) {
      sampled[s] = actual[coordinate(s, variable.length)];
    }
    Numbers.assertClose(what, sampled, Arrays.copyOf(expected, samples), tolerance);
    double along = Numbers.dot(Numbers.doubles(actual), direction);
    double spread = Numbers.norm(Numbers.doubles(actual)) * Numbers.norm(direction);
    double slack = 4 * tolerance * spread / Math.sqrt(variable.length) + 1e-6;
    assertThat(along)
        .as("%s along a random direction", what)
        .isCloseTo(expected[samples], within(slack));
  }

  /** The position of a parameter behind the inputs. */
  int variable(String param) {
    return layer.inputs().size() + List.copyOf(params.keySet()).indexOf(param);
  }
}
