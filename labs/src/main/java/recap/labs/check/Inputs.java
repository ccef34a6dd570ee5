package recap.labs.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import recap.nn.Network;

/**
 * The inputs of one case, by name. Arrays, lists and maps are copied, so a task may change what it
 * gets.
 *
 * @param values numbers, texts, booleans, arrays of numbers, lists, maps or networks
 */
public record Inputs(Map<String, Object> values) {

  /** A whole number. */
  public int integer(String name) {
    return get(name, Number.class).intValue();
  }

  /** A number. */
  public double number(String name) {
    return get(name, Number.class).doubleValue();
  }

  /** A text. */
  public String text(String name) {
    return get(name, String.class);
  }

  /** A yes or no. */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }

  /** Whole numbers. */
  public int[] ints(String name) {
    return get(name, int[].class).clone();
  }

  /** Values in float32. */
  public float[] floats(String name) {
    return get(name, float[].class).clone();
  }

  /** Values in float64. */
  public double[] doubles(String name) {
    return get(name, double[].class).clone();
  }

  /** A list of such values. */
  public List<?> list(String name) {
    return new ArrayList<>((List<?>) get(name, List.class));
  }

  /** Such values by name. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> map(String name) {
    return new LinkedHashMap<>(get(name, Map.class));
  }

  /** A network. */
  public Network network(String name) {
    return get(name, Network.class);
  }

  private <T> T get(String name, Class<T> type) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "Inputs: expected a %s called \"%s\", received %s; this case has %s."
              .formatted(
                  type.getSimpleName(),
                  name,
                  value == null ? "none" : Values.describe(value),
                  new TreeSet<>(values.keySet())));
    }
    return type.cast(value);
  }
}
