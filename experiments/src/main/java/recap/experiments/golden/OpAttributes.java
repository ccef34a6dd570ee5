package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import recap.nn.Extent;

/**
 * The attributes of a case's operation, by PyTorch's names. A value that no layer computes is
 * refused: the case would be held against another operation than it is of. One that nothing reads
 * may have no meaning for the values; it is named where these are off.
 */
final class OpAttributes {
  private final String op;
  private final JsonNode values;
  private final Set<String> unread = new TreeSet<>();

  OpAttributes(String op, JsonNode values) {
    this.op = op;
    this.values = values;
    values.fieldNames().forEachRemaining(unread::add);
  }

  boolean has(String name) {
    return values.has(name);
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = read(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    require(value.isBoolean(), name, "true or false", value);
    return value.booleanValue();
  }

  /** A whole number; refused if missing where {@code otherwise} is null. */
  int count(String name, Integer otherwise) {
    JsonNode value = read(name);
    if (value.isMissingNode() && otherwise != null) {
      return otherwise;
    }
    require(value.isInt(), name, "a whole number", value);
    return value.intValue();
  }

  float number(String name, double otherwise) {
    JsonNode value = read(name);
    if (value.isMissingNode()) {
      return (float) otherwise;
    }
    require(value.isNumber(), name, "a number", value);
    return (float) value.doubleValue();
  }

  /** One number or height and width; refused if missing where {@code otherwise} is null. */
  Extent extent(String name, Extent otherwise) {
    JsonNode value = read(name);
    if ((value.isMissingNode() || value.isNull()) && otherwise != null) {
      return otherwise;
    }
    if (value.isInt()) {
      return Extent.square(value.intValue());
    }
    require(
        value.size() == 2 && value.get(0).isInt() && value.get(1).isInt(),
        name,
        "a whole number or two",
        value);
    return new Extent(value.get(0).intValue(), value.get(1).intValue());
  }

  /** Refuses any value of {@code name} but those that are {@code computed}; missing passes. */
  void only(String name, Object... computed) {
    JsonNode value = read(name);
    boolean one = Arrays.stream(computed).anyMatch(other -> same(value, other));
    String expected =
        Arrays.stream(computed).map(String::valueOf).collect(Collectors.joining(" or "));
    require(value.isMissingNode() || one, name, expected, value);
  }

  private static boolean same(JsonNode value, Object other) {
    if (value.isNumber() && other instanceof Number number) {
      return value.doubleValue() == number.doubleValue();
    }
    return other.toString().equals(value.isContainerNode() ? value.toString() : value.asText());
  }

  /** For attributes without a meaning for the values. */
  void skip(String name) {
    unread.remove(name);
  }

  /** What nothing has read. */
  List<String> unread() {
    return List.copyOf(unread);
  }

  private JsonNode read(String name) {
    unread.remove(name);
    return values.path(name);
  }

  private void require(boolean holds, String name, String expected, JsonNode value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: expected the attribute %s as %s, received %s; see the format's README"
              .formatted(op, name, expected, value.isMissingNode() ? "none" : value));
    }
  }
}
