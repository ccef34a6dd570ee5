package recap.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import recap.account.Account;
import recap.account.LayerKind;
import recap.account.Row;
import recap.nn.Network;

/** Where a network's memory, parameters and operations are, layer by layer. */
public final class CostShares {
  private CostShares() {}

  /**
   * Three bars for each layer with weights: its share of the activation memory, of the parameters
   * and of the multiply-accumulates of all such layers.
   *
   * @throws IllegalArgumentException when there is no such layer
   */
  public static Figure chart(Network network) {
    Account account = Account.of(network, 1);
    List<Row> rows = account.rows().stream().filter(row -> row.group() != LayerKind.OTHER).toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "CostShares: expected a network with a convolution or a linear layer, received '"
              + network.name()
              + "', which has none; add one");
    }
    return Charts.bars(
            "Where " + network.name() + " keeps its memory, parameters and operations",
            "layers with weights, from the input on",
            "share of all such layers (%)")
        .withoutValues()
        .categories(names(rows))
        .bars("activation memory", 0, shares(rows, Row::activationBytes))
        .bars("parameters", 0, shares(rows, Row::parameters))
        .bars("multiply-accumulates", 0, shares(rows, Row::macs))
        .caption("Computed for one input of " + network.input().shape() + "; nothing is measured.")
        .figure();
  }

  /** {@code conv1}, {@code conv2}, {@code fc1}: counted by kind. */
  private static List<String> names(List<Row> rows) {
    var names = new ArrayList<String>();
    int convolutions = 0;
    int linears = 0;
    for (Row row : rows) {
      names.add(row.group() == LayerKind.CONVOLUTION ? "conv" + ++convolutions : "fc" + ++linears);
    }
    return names;
  }

  static List<Double> shares(List<Row> rows, ToLongFunction<Row> quantity) {
    double all = Math.max(1, rows.stream().mapToLong(quantity).sum());
    return rows.stream().map(row -> 100 * quantity.applyAsLong(row) / all).toList();
  }
}
