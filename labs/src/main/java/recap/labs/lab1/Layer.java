package recap.labs.lab1;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of a paper's table: a convolution, a pool or a linear layer, by its settings. What comes
 * out of it and what it costs are the student's to compute.
 *
 * @param name {@code conv1}
 * @param kind what it does
 * @param outputs O: filters of a convolution, units of a linear layer, 0 for a pool
 * @param kernel K, rows and columns; 0 for a linear layer
 * @param stride S; 0 for a linear layer
 * @param padding P, rows and columns of zeros on each side
 * @param groups G of a convolution, 1 for the others
 */
public record Layer(
    String name, Kind kind, int outputs, int kernel, int stride, int padding, int groups) {
  /** What a layer does. */
  public enum Kind {
    CONV,
    POOL,
    LINEAR
  }

  /** A convolution of O filters K x K. */
  public static Layer conv(
      String name, int filters, int kernel, int stride, int padding, int groups) {
    return new Layer(name, Kind.CONV, filters, kernel, stride, padding, groups);
  }

  /** A max pool of K x K windows without padding. */
  public static Layer pool(String name, int kernel, int stride) {
    return new Layer(name, Kind.POOL, 0, kernel, stride, 0, 1);
  }

  /** A linear layer of O units, each of which reads all values of its input. */
  public static Layer linear(String name, int units) {
    return new Layer(name, Kind.LINEAR, units, 0, 0, 0, 1);
  }

  /** The layer as an input of a case, under the letters of the formulas. */
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    values.put("name", name);
    values.put("kind", kind.name());
    if (kind != Kind.POOL) {
      values.put("O", outputs);
    }
    if (kind != Kind.LINEAR) {
      values.put("K", kernel);
      values.put("S", stride);
    }
    if (kind == Kind.CONV) {
      values.put("P", padding);
      values.put("G", groups);
    }
    return values;
  }

  /** The layer that {@link #values()} describes. */
  public static Layer of(Map<?, ?> values) {
    return new Layer(
        (String) values.get("name"),
        Kind.valueOf((String) values.get("kind")),
        number(values, "O", 0),
        number(values, "K", 0),
        number(values, "S", 0),
        number(values, "P", 0),
        number(values, "G", 1));
  }

  private static int number(Map<?, ?> values, String letter, int otherwise) {
    return values.get(letter) instanceof Number number ? number.intValue() : otherwise;
  }
}
