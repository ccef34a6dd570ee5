package recap.labs.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.labs.check.Answer;
import recap.labs.check.Inputs;
import recap.labs.check.Values;
import recap.nn.Network;

/**
 * Plain values as JSON that keeps their type: {@code {"floats": [1.5, "NaN"]}}. Nothing else can be
 * sent, and reading creates nothing but these types.
 */
public final class ValueCodec {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ValueCodec() {}

  /**
   * The JSON of {@code value}.
   *
   * @throws IllegalArgumentException when it is of another type
   */
  public static JsonNode encode(Object value) {
    if (value instanceof Integer number) {
      return tagged("int", JSON.numberNode(number));
    } else if (value instanceof Long number) {
      return tagged("long", JSON.numberNode(number));
    } else if (value instanceof Float || value instanceof Double) {
      return tagged("double", number(((Number) value).doubleValue()));
    } else if (value instanceof Boolean flag) {
      return tagged("flag", JSON.booleanNode(flag));
    } else if (value instanceof CharSequence text) {
      return tagged("text", JSON.textNode(text.toString()));
    } else if (value instanceof int[] ints) {
      ArrayNode array = JSON.arrayNode(ints.length);
      for (int element : ints) {
        array.add(element);
      }
      return tagged("ints", array);
    } else if (value instanceof float[] floats) {
      ArrayNode array = JSON.arrayNode(floats.length);
      for (float element : floats) {
        array.add(Float.isFinite(element) ? JSON.numberNode(element) : number(element));
      }
      return tagged("floats", array);
    } else if (value instanceof double[] doubles) {
      ArrayNode array = JSON.arrayNode(doubles.length);
      for (double element : doubles) {
        array.add(number(element));
      }
      return tagged("doubles", array);
    } else if (value instanceof List<?> || value instanceof Object[] || value instanceof long[]) {
      ArrayNode array = JSON.arrayNode();
      Values.elements(value).forEach(element -> array.add(encode(element)));
      return tagged("list", array);
    } else if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach((key, element) -> object.set(String.valueOf(key), encode(element)));
      return tagged("map", object);
    } else if (value instanceof Network network) {
      return tagged("network", NetworkCodec.encode(network));
    }
    throw new IllegalArgumentException(
        "Lab: expected a number, text, boolean, array of numbers, list, map or network, received %s;"
                .formatted(value == null ? "null" : "a " + value.getClass().getSimpleName())
            + " return one of these.");
  }

  private static ObjectNode tagged(String type, JsonNode value) {
    return JSON.objectNode().set(type, value);
  }

  /** JSON has no infinities. */
  private static JsonNode number(double value) {
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.textNode(Double.toString(value));
  }

  /** Encodes an answer; one that cannot be sent as if it had been thrown. */
  static ObjectNode encode(Answer answer) {
    if (answer.thrown() != null) {
      return JSON.objectNode().put("thrown", answer.thrown());
    }
    try {
      JsonNode value = answer.value() == null ? JSON.nullNode() : encode(answer.value());
      return JSON.objectNode().set("answer", value);
    } catch (IllegalArgumentException e) {
      return JSON.objectNode().put("thrown", e.getMessage());
    }
  }

  /** Decodes an answer; nonsense as if it had been thrown. */
  public static Answer answer(JsonNode json) {
    if (json.has("thrown")) {
      return new Answer(null, json.path("thrown").asText());
    }
    try {
      JsonNode value = json.path("answer");
      return new Answer(value.isNull() ? null : decode(value), null);
    } catch (IllegalArgumentException e) {
      return new Answer(null, e.getMessage());
    }
  }

  /** The answer as it would reach the judge. */
  public static Answer sent(Answer answer) {
    return answer(encode(answer));
  }

  /** Encodes the inputs of a case. */
  public static ObjectNode encode(Inputs inputs) {
    ObjectNode object = JSON.objectNode();
    inputs.values().forEach((name, value) -> object.set(name, encode(value)));
    return object;
  }

  /** Decodes the inputs of a case. */
  public static Inputs inputs(JsonNode json) {
    var values = new LinkedHashMap<String, Object>();
    json.properties().forEach(entry -> values.put(entry.getKey(), decode(entry.getValue())));
    return new Inputs(values);
  }

  /**
   * The value of {@code json}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Object decode(JsonNode json) {
    if (json == null || !json.isObject() || json.size() != 1) {
      throw new IllegalArgumentException("Lab: expected {type: value}, received other JSON.");
    }
    String type = json.fieldNames().next();
    JsonNode value = json.get(type);
    return switch (type) {
      case "int" -> value.intValue();
      case "long" -> value.longValue();
      case "double" -> real(value);
      case "flag" -> value.booleanValue();
      case "text" -> value.asText();
      case "ints" -> {
        int[] ints = new int[value.size()];
        for (int i = 0; i < ints.length; i++) {
          ints[i] = value.get(i).intValue();
        }
        yield ints;
      }
      case "floats" -> {
        float[] floats = new float[value.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) real(value.get(i));
        }
        yield floats;
      }
      case "doubles" -> {
        double[] doubles = new double[value.size()];
        for (int i = 0; i < doubles.length; i++) {
          doubles[i] = real(value.get(i));
        }
        yield doubles;
      }
      case "list" -> {
        var list = new ArrayList<Object>();
        value.forEach(element -> list.add(decode(element)));
        yield list;
      }
      case "map" -> {
        var map = new LinkedHashMap<String, Object>();
        value.properties().forEach(entry -> map.put(entry.getKey(), decode(entry.getValue())));
        yield map;
      }
      case "network" -> NetworkCodec.decode(value);
      default -> throw new IllegalArgumentException("Lab: no type is called " + type + ".");
    };
  }

  /** Not {@code parseDouble}: only what {@link #number} writes. */
  private static double real(JsonNode json) {
    if (json instanceof TextNode text) {
      return switch (text.asText()) {
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> Double.NaN;
      };
    }
    return json.doubleValue();
  }
}
