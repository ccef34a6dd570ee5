package recap.labs.lab1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.nn.Shape;

/**
 * A row of an account, for one image.
 *
 * @param name of the layer
 * @param output C x H x W, or the units of a linear layer
 * @param parameters weights and biases
 * @param operations multiply-accumulates, and one for each value that a pool looks at
 * @param bytes of the output in float32
 */
public record Cost(String name, Shape output, long parameters, long operations, long bytes) {

  /** The rows under their names, as the answer to a case. */
  public static Map<String, Object> byName(List<Cost> account) {
    var rows = new LinkedHashMap<String, Object>();
    for (Cost cost : account) {
      var row = new LinkedHashMap<String, Object>();
      row.put("output", cost.output == null ? "null" : cost.output.toString());
      row.put("parameters", cost.parameters);
      row.put("operations", cost.operations);
      row.put("bytes", cost.bytes);
      rows.put(cost.name, row);
    }
    return rows;
  }
}
