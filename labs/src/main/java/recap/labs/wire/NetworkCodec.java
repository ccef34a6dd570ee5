package recap.labs.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import recap.nn.*;

/**
 * A network as JSON: for each node its name, kind, settings and inputs. The reader wires it anew
 * from the library's own layers, so that shapes and counts are the library's, whoever wrote it.
 */
final class NetworkCodec {
  /** More than the deepest network of the zoo has. */
  private static final int MOST_NODES = 5000;

  static final Map<String, Class<? extends Op>> KINDS =
      Stream.<Class<? extends Op>>of(
              AdaptiveAvgPool.class,
              Add.class,
              AvgPool.class,
              BatchNorm.class,
              Concat.class,
              Conv2d.class,
              DropPath.class,
              Dropout.class,
              Flatten.class,
              GlobalAvgPool.class,
              Input.class,
              Linear.class,
              LocalResponseNorm.class,
              MaxPool.class,
              PaddedShortcut.class,
              ReLU.class,
              Scale.class,
              ScaleChannels.class,
              Sigmoid.class,
              Tanh.class)
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  /** Reads and writes the components of records and nothing else. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private NetworkCodec() {}

  static ObjectNode encode(Network network) {
    ObjectNode json = MAPPER.createObjectNode().put("name", network.name());
    ArrayNode nodes = json.putArray("nodes");
    for (Node node : network.nodes()) {
      String kind = node.op().kind();
      if (KINDS.get(kind) != node.op().getClass()) {
        throw new IllegalArgumentException(
            "Lab: expected a network of the library's layers, received a %s of class %s; use %s."
                .formatted(kind, node.op().getClass().getName(), KINDS.keySet()));
      }
      ObjectNode one = nodes.addObject().put("name", node.name()).put("kind", kind);
      one.set("settings", MAPPER.valueToTree(node.op()));
      ArrayNode inputs = one.putArray("inputs");
      node.inputs().forEach(input -> inputs.add(input.index()));
    }
    ArrayNode outputs = json.putArray("outputs");
    network.outputs().forEach(output -> outputs.add(output.index()));
    return json;
  }

  static Network decode(JsonNode json) {
    if (json.path("nodes").size() > MOST_NODES) {
      throw new IllegalArgumentException(
          "Lab: expected at most %d nodes, received a network of %d; build a smaller one."
              .formatted(MOST_NODES, json.path("nodes").size()));
    }
    var nodes = new ArrayList<Node>();
    for (JsonNode one : json.path("nodes")) {
      nodes.add(node(one, nodes));
    }
    Node[] outputs = pick(json.path("outputs"), nodes).toArray(Node[]::new);
    return Network.of(json.path("name").asText(), outputs);
  }

  private static Node node(JsonNode json, List<Node> before) {
    String name = json.path("name").asText();
    Op op = op(json.path("kind").asText(), json.path("settings"));
    return op instanceof Input input
        ? Node.input(name, input.shape())
        : Node.join(name, op, pick(json.path("inputs"), before));
  }

  private static Op op(String kind, JsonNode settings) {
    Class<? extends Op> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException(
          "Lab: expected one of the layers %s, received \"%s\".".formatted(KINDS.keySet(), kind));
    }
    try {
      return MAPPER.treeToValue(settings, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Lab: expected the settings of a %s; %s".formatted(kind, e.getOriginalMessage()), e);
    }
  }

  private static List<Node> pick(JsonNode indices, List<Node> nodes) {
    var picked = new ArrayList<Node>();
    for (JsonNode index : indices) {
      int i = index.asInt(-1);
      if (i < 0 || i >= nodes.size()) {
        throw new IllegalArgumentException("Lab: expected the index of an earlier node, got " + i);
      }
      picked.add(nodes.get(i));
    }
    return picked;
  }
}
