package recap.experiments.claims;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.RandomStream;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/** Claims that two computations give the same values: both are executed and compared. */
final class EqualityClaims {
  private static final int CHANNELS = 16;
  private static final int SIZE = 8;

  /** Two float32 sums of sixteen products of values near one, in whatever order. */
  private static final double ROUNDING = 1e-5;

  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("nin-mlpconv", models -> convolutionAsLinear()),
          entry("resnet-identity", models -> zeroBlock()));

  private EqualityClaims() {}

  /** Values between 0 and 1, the same every time. */
  private static float[] values(String purpose, int count) {
    var random = RandomStream.of(1, purpose);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  /** One image through a 1x1 convolution; its pixels as a batch through the linear layer. */
  private static Answer convolutionAsLinear() {
    int filters = 2 * CHANNELS;
    int pixels = SIZE * SIZE;
    Network convolution =
        Network.of(
            "mlpconv", Node.input(CHANNELS, SIZE, SIZE).then("layer", Conv2d.of(filters, 1)));
    Network linear =
        Network.of(
            "perceptron", Node.input(Shape.features(CHANNELS)).then("layer", Linear.of(filters)));
    float[] image = values("image", CHANNELS * pixels);
    float[] batch = new float[CHANNELS * pixels];
    for (int c = 0; c < CHANNELS; c++) {
      for (int p = 0; p < pixels; p++) {
        batch[p * CHANNELS + c] = image[c * pixels + p];
      }
    }
    float[] weight = values("weight", filters * CHANNELS);
    float[] bias = values("bias", filters);
    float[] maps = run(convolution, 1, image, Map.of("layer.weight", weight, "layer.bias", bias));
    float[] rows = run(linear, pixels, batch, Map.of("layer.weight", weight, "layer.bias", bias));
    double most = 0;
    for (int o = 0; o < filters; o++) {
      for (int p = 0; p < pixels; p++) {
        most = Math.max(most, Math.abs(maps[o * pixels + p] - rows[p * filters + o]));
      }
    }
    return equality(
        most,
        ROUNDING,
        "outputs of a 1x1 convolution and of a linear layer on each of %d pixels"
            .formatted(pixels));
  }

  /** A residual block between ReLUs, its two convolutions all zero. */
  private static Answer zeroBlock() {
    var conv = Conv2d.of(CHANNELS, 3).padding(1).noBias();
    Node x = Node.input(CHANNELS, SIZE, SIZE);
    Node y = x.then("conv1", conv).then("bn1", new BatchNorm()).then(new ReLU());
    y = y.then("conv2", conv).then("bn2", new BatchNorm());
    Network block = Network.of("block", Node.join(new Add(), y, x).then(new ReLU()));
    float[] input = values("input", CHANNELS * SIZE * SIZE);
    float[] output = run(block, 1, input, Map.of());
    double most = 0;
    for (int i = 0; i < input.length; i++) {
      most = Math.max(most, Math.abs(output[i] - input[i]));
    }
    return equality(
        most,
        0,
        "%d inputs of a block with zero convolutions and its outputs, up to the final ReLU"
            .formatted(input.length));
  }

  private static Answer equality(double most, double allowed, String what) {
    boolean equal = most <= allowed;
    return new Answer.Statement(
        equal,
        equal ? "equal" : "different",
        what + String.format(Locale.ROOT, " differ by at most %.1e", most));
  }

  /**
   * The outputs of {@code network}; tensors that are not given are zero, variances and scales 1.
   */
  private static float[] run(
      Network network, int batch, float[] input, Map<String, float[]> given) {
    var tensors = new LinkedHashMap<String, Tensor>();
    network
        .parameters()
        .forEach(
            (name, param) -> {
              float[] values = given.getOrDefault(name, new float[(int) param.elements()]);
              boolean one = name.endsWith("running_var") || name.matches("bn\\d\\.weight");
              if (one) {
                Arrays.fill(values, 1);
              }
              tensors.put(name, new Tensor(param.shape(), values));
            });
    try (var executable = Executable.compile(network, batch, Precision.F32, Mode.INFERENCE)) {
      executable.load(new Weights(tensors));
      System.arraycopy(input, 0, executable.inputBuffer(), 0, input.length);
      executable.forward();
      float[] output = new float[Math.toIntExact(batch * network.output().shape().elements())];
      executable.output(0, output);
      return output;
    }
  }
}
