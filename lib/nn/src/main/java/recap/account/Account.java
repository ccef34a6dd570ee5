package recap.account;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Param;
import recap.nn.ScaleChannels;
import recap.nn.ShapeException;

/**
 * What each layer of a network costs, and the totals. MACs and operations are those of one sample,
 * bytes those of the whole batch in float32.
 *
 * @param network whose account it is
 * @param batch N
 * @param rows one for each node, in network order; the first is the input
 */
public record Account(Network network, int batch, List<Row> rows) {

  public Account {
    rows = List.copyOf(rows);
  }

  /**
   * The account of {@code network} for batches of {@code batch} samples.
   *
   * @throws ShapeException when the batch is below 1, or so large that its bytes are no long
   */
  public static Account of(Network network, int batch) {
    if (batch < 1) {
      throw new ShapeException("Account", "a batch of at least 1", "" + batch, "raise the batch");
    }
    requireCountable(network, batch);
    List<ReceptiveField> fields = ReceptiveField.of(network);
    List<List<Node>> consumers = network.consumers();
    var rows = new ArrayList<Row>(network.nodes().size());
    for (Node node : network.nodes()) {
      ReceptiveField field = fields.get(node.index());
      long elements = batch * node.shape().elements();
      rows.add(
          new Row(
              node.name(),
              node.op().kind(),
              LayerKind.of(node.op()),
              node.shape(),
              node.parameters().stream().filter(Param::learned).mapToLong(Param::elements).sum(),
              node.op().macs(node.inputShapes()),
              node.op().operations(node.inputShapes()),
              elements * Float.BYTES,
              savedBytes(node, consumers.get(node.index()), batch),
              field.size(),
              field.stride()));
    }
    return new Account(network, batch, rows);
  }

  /** A layer keeps up to three tensors of its output's size. */
  private static void requireCountable(Network network, int batch) {
    double elements = network.nodes().stream().mapToDouble(node -> node.shape().elements()).sum();
    if (3 * elements * batch * Float.BYTES >= Long.MAX_VALUE) {
      throw new ShapeException(
          "Account",
          "outputs of fewer than 2^63 bytes",
          "a batch of %d of %s".formatted(batch, network.input().shape()),
          "lower the batch or take a smaller input");
    }
  }

  private static long savedBytes(Node node, List<Node> consumers, int batch) {
    long elements = batch * node.shape().elements();
    var saves = node.op().saves();
    int index = node.op().window(node.inputShapes()).map(ForwardTrace::indexBytes).orElse(1);
    boolean output =
        saves.contains(Op.Saved.OUTPUT)
            || consumers.stream().anyMatch(c -> c.op().saves().contains(Op.Saved.INPUT));
    return (output ? elements * Float.BYTES : 0)
        + (saves.contains(Op.Saved.MASK) ? elements * Float.BYTES : 0)
        + (saves.contains(Op.Saved.FACTOR) ? (long) batch * Float.BYTES : 0)
        + (saves.contains(Op.Saved.INDEX) ? elements * index : 0);
  }

  /** The row of the node called {@code name}. */
  public Row row(String name) {
    return rows.get(network.node(name).index());
  }

  /** Learned parameters. */
  public long parameters() {
    return total(Row::parameters);
  }

  /** Multiply-accumulates of one sample's forward pass. */
  public long macs() {
    return total(Row::macs);
  }

  /** Operations of one sample's forward pass, pools counted. */
  public long operations() {
    return total(Row::operations);
  }

  /** Bytes of all outputs together, as lecture notes add them up. */
  public long activationBytes() {
    return total(Row::activationBytes);
  }

  /**
   * Bytes that a training step keeps between the forward and the backward pass, layer by layer;
   * fused layers keep less, and those before the first that learns nothing, which {@link
   * #trainingMemory} knows.
   */
  public long savedBytes() {
    return total(Row::savedBytes);
  }

  /**
   * The most bytes of outputs alive at once in inference when each is freed behind its last use and
   * none is computed in place.
   */
  public long peakBytes() {
    int[] uses = new int[rows.size()];
    for (Node node : network.nodes()) {
      node.inputs().forEach(input -> uses[input.index()]++);
    }
    network.outputs().forEach(output -> uses[output.index()]++);
    long alive = 0;
    long peak = 0;
    for (Node node : network.nodes()) {
      alive += rows.get(node.index()).activationBytes();
      peak = Math.max(peak, alive);
      for (Node input : node.inputs()) {
        if (--uses[input.index()] == 0) {
          alive -= rows.get(input.index()).activationBytes();
        }
      }
    }
    return peak;
  }

  /**
   * The bytes that one training step takes in float32, channels last: parameters, their gradients
   * and momentum, and one arena for the activations.
   */
  public TrainingMemory trainingMemory() {
    return TrainingMemory.of(network, batch, Float.BYTES, 1);
  }

  /** Outputs of convolutions and linear layers of one sample: the units of the older papers. */
  public long neurons() {
    return total(row -> row.group() == LayerKind.OTHER ? 0 : row.output().elements());
  }

  /**
   * Convolutions and linear layers on the longest path to the main output: the papers' depth, but
   * for two. Wide ResNets for CIFAR count their three projections and no linear layer (28 where
   * this is 26), and neither does FractalNet (20 where this is 21). The path does not lead through
   * the gates of squeeze-and-excitation, as those papers count.
   */
  public int depth() {
    int[] depth = new int[rows.size()];
    for (Node node : network.nodes()) {
      int inputs = node.op() instanceof ScaleChannels ? 1 : node.inputs().size();
      int before = 0;
      for (Node input : node.inputs().subList(0, inputs)) {
        before = Math.max(before, depth[input.index()]);
      }
      depth[node.index()] = before + (LayerKind.of(node.op()) == LayerKind.OTHER ? 0 : 1);
    }
    return depth[network.output().index()];
  }

  /** The sum of {@code quantity} over all rows. */
  public long total(ToLongFunction<Row> quantity) {
    return rows.stream().mapToLong(quantity).sum();
  }

  /** The sum of {@code quantity} over the layers of one kind. */
  public long total(LayerKind kind, ToLongFunction<Row> quantity) {
    return rows.stream().filter(row -> row.group() == kind).mapToLong(quantity).sum();
  }

  /** The share of one kind of layer in {@code quantity}, between 0 and 1; 0 of nothing is 0. */
  public double share(LayerKind kind, ToLongFunction<Row> quantity) {
    long all = total(quantity);
    return all == 0 ? 0 : (double) total(kind, quantity) / all;
  }
}
