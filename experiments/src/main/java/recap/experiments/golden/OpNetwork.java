package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.Extent;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.Sigmoid;
import recap.nn.Tanh;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.nn.Window;

/**
 * A network around the one operation of a case, whose parameters are called {@code op.…}.
 *
 * @param network has the case's inputs as inputs, in the case's order
 * @param inputs their names
 * @param summed whether a loss is the sum over the batch instead of the mean
 * @param unread the case's attributes that nothing here knows
 */
record OpNetwork(Network network, List<String> inputs, boolean summed, List<String> unread) {
  private static final String LOSS = "softmax_cross_entropy";
  private static final String IDENTITY = "identity";

  /**
   * The network of {@code golden}.
   *
   * @throws IllegalArgumentException for an operation or a value of an attribute that no layer
   *     computes
   */
  static OpNetwork of(JsonNode golden) {
    String op = golden.path("op").asText();
    var attributes = new OpAttributes(op, golden.path("attributes"));
    var inputs = new ArrayList<Node>();
    golden
        .path("inputs")
        .properties()
        .forEach(
            input ->
                inputs.add(Node.input(input.getKey(), sample(input.getValue().path("shape")))));
    Node output =
        op.equals(LOSS)
            ? loss(attributes, inputs.get(0))
            : Node.join("op", layer(op, attributes, inputs.get(0).shape(), golden), inputs);
    return new OpNetwork(
        Network.of(op, output),
        inputs.stream().map(Node::name).toList(),
        golden.path("attributes").path("reduction").asText().equals("sum"),
        attributes.unread());
  }

  /** The executable computes the loss behind an output: a layer of ones and zeros gives it one. */
  private static Node loss(OpAttributes attributes, Node x) {
    attributes.only("classes", x.shape().channels());
    attributes.only("reduction", "mean", "sum");
    attributes.only("label_smoothing", 0);
    return x.then(IDENTITY, Linear.of(x.shape().channels()).noBias());
  }

  private static Op layer(String op, OpAttributes attributes, Shape x, JsonNode golden) {
    int channels = x.sizes().get(0);
    int axes = x.sizes().size();
    JsonNode weight = golden.path("parameters").path("weight").path("shape");
    switch (op) {
      case "conv2d":
        attributes.only("in_channels", channels);
        attributes.only("padding_mode", "zeros");
        Extent kernel =
            weight.size() == 4 ? new Extent(weight.get(2).asInt(), weight.get(3).asInt()) : null;
        return new Conv2d(
            attributes.count("out_channels", first(weight)),
            window(attributes, kernel, Extent.square(1)),
            attributes.count("groups", 1),
            attributes.flag("bias", true));
      case "linear":
        attributes.only("in_features", channels);
        return new Linear(
            attributes.count("out_features", first(weight)), attributes.flag("bias", true));
      case "batchnorm2d":
        attributes.only("channels", channels);
        attributes.only("num_features", channels);
        attributes.only("affine", true);
        attributes.only("track_running_stats", true);
        return new BatchNorm(
            attributes.number("eps", 1e-5),
            attributes.number("momentum", 0.1),
            !attributes.flag("training", true));
      case "relu":
        attributes.skip("inplace");
        return new ReLU();
      case "tanh":
        return new Tanh();
      case "sigmoid":
        return new Sigmoid();
      case "maxpool2d":
        // The greatest value is never one of the padding.
        attributes.skip("count_include_pad");
        attributes.only("return_indices", false);
        return new MaxPool(tiles(attributes), attributes.flag("ceil_mode", false));
      case "avgpool2d":
        attributes.only("divisor_override", "null");
        return new AvgPool(
            tiles(attributes),
            attributes.flag("ceil_mode", false),
            attributes.flag("count_include_pad", true));
      case "global_avgpool2d":
        attributes.only("output_size", 1, "[1,1]");
        return new GlobalAvgPool();
      case "flatten":
        attributes.only("start_dim", 1);
        attributes.only("end_dim", -1, axes);
        return new Flatten();
      case "lrn":
        return new LocalResponseNorm(
            attributes.count("size", null),
            attributes.number("alpha", 1e-4),
            attributes.number("beta", 0.75),
            attributes.number("k", 1));
      case "add":
        attributes.only("alpha", 1);
        return new Add();
      case "concat":
        attributes.only("axis", 1, -axes);
        attributes.only("dim", 1, -axes);
        return new Concat();
      default:
        throw new IllegalArgumentException("no layer computes the operation '" + op + "'");
    }
  }

  private static Integer first(JsonNode shape) {
    return shape.isEmpty() ? null : Integer.valueOf(shape.get(0).asInt());
  }

  /** The window of a pool, whose stride is its size if not said. */
  private static Window tiles(OpAttributes attributes) {
    return window(attributes, null, null);
  }

  /**
   * @param kernel if not said; null where it has to be
   * @param stride if not said; null for the size of the kernel
   */
  private static Window window(OpAttributes attributes, Extent kernel, Extent stride) {
    Extent size =
        attributes.extent(attributes.has("kernel_size") ? "kernel_size" : "kernel", kernel);
    return new Window(
        size,
        attributes.extent("stride", stride == null ? size : stride),
        attributes.extent("padding", Extent.square(0)),
        attributes.extent("dilation", Extent.square(1)));
  }

  /** The shape behind the batch. */
  private static Shape sample(JsonNode shape) {
    var sizes = new ArrayList<Integer>();
    for (int i = 1; i < shape.size(); i++) {
      sizes.add(shape.get(i).asInt());
    }
    return new Shape(sizes);
  }

  /** The case's parameters; the identity's are ones and zeros. */
  Weights weights() {
    var tensors = new LinkedHashMap<>(GoldenValues.weights(network, "op.").tensors());
    tensors.computeIfPresent(
        IDENTITY + ".weight",
        (name, tensor) -> {
          int n = tensor.shape().get(0);
          float[] values = new float[n * n];
          for (int i = 0; i < n; i++) {
            values[i * n + i] = 1;
          }
          return new Tensor(tensor.shape(), values);
        });
    return new Weights(tensors);
  }
}
