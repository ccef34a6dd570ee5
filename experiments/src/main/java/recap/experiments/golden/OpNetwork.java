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
 */
record OpNetwork(Network network, List<String> inputs) {
  private static final String LOSS = "softmax_cross_entropy";
  private static final String IDENTITY = "identity";

  static OpNetwork of(JsonNode golden) {
    String op = golden.path("op").asText();
    var inputs = new ArrayList<Node>();
    golden
        .path("inputs")
        .properties()
        .forEach(
            input ->
                inputs.add(Node.input(input.getKey(), sample(input.getValue().path("shape")))));
    Node output = output(op, golden.path("attributes"), inputs);
    return new OpNetwork(Network.of(op, output), inputs.stream().map(Node::name).toList());
  }

  private static Node output(String op, JsonNode attributes, List<Node> inputs) {
    if (op.equals(LOSS)) {
      // The executable computes the loss behind an output: a layer of ones and zeros gives it one.
      Node x = inputs.get(0);
      return x.then(IDENTITY, new Linear(x.shape().channels(), false));
    }
    return Node.join("op", layer(op, attributes), inputs);
  }

  private static Op layer(String op, JsonNode attributes) {
    return switch (op) {
      case "conv2d" ->
          new Conv2d(
              attributes.path("out_channels").asInt(),
              window(attributes, Extent.square(1)),
              attributes.path("groups").asInt(1),
              attributes.path("bias").asBoolean(true));
      case "linear" ->
          new Linear(
              attributes.path("out_features").asInt(), attributes.path("bias").asBoolean(true));
      case "batchnorm2d" ->
          new BatchNorm(
              (float) attributes.path("eps").asDouble(1e-5),
              (float) attributes.path("momentum").asDouble(0.1),
              !attributes.path("training").asBoolean(true));
      case "relu" -> new ReLU();
      case "tanh" -> new Tanh();
      case "sigmoid" -> new Sigmoid();
      case "maxpool2d" -> new MaxPool(tiles(attributes), attributes.path("ceil_mode").asBoolean());
      case "avgpool2d" ->
          new AvgPool(
              tiles(attributes),
              attributes.path("ceil_mode").asBoolean(),
              attributes.path("count_include_pad").asBoolean(true));
      case "global_avgpool2d" -> new GlobalAvgPool();
      case "flatten" -> new Flatten();
      case "lrn" ->
          new LocalResponseNorm(
              attributes.path("size").asInt(),
              (float) attributes.path("alpha").asDouble(),
              (float) attributes.path("beta").asDouble(),
              (float) attributes.path("k").asDouble());
      case "add" -> new Add();
      case "concat" -> new Concat();
      default -> throw new IllegalArgumentException("no layer computes the operation '" + op + "'");
    };
  }

  /** The window of a pool, whose stride is its size if not said. */
  private static Window tiles(JsonNode attributes) {
    return window(attributes, extent(attributes, "kernel", Extent.square(1)));
  }

  private static Window window(JsonNode attributes, Extent stride) {
    return new Window(
        extent(attributes, "kernel", Extent.square(1)),
        extent(attributes, "stride", stride),
        extent(attributes, "padding", Extent.square(0)),
        extent(attributes, "dilation", Extent.square(1)));
  }

  private static Extent extent(JsonNode attributes, String name, Extent otherwise) {
    JsonNode value = attributes.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    return value.isArray()
        ? new Extent(value.get(0).asInt(), value.get(value.size() - 1).asInt())
        : Extent.square(value.asInt());
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
