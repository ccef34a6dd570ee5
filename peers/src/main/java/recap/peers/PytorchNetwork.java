package recap.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Weights;

/** A {@link Network} on PyTorch: its parameters as tensors, and a pass that walks the node list. */
final class PytorchNetwork {
  private static final int IMAGE_AXES = 4;

  private final Network network;
  private final List<List<Node>> consumers;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, TensorOptional> optionals = new LinkedHashMap<>();
  private final TensorOptional none = new TensorOptional();

  /**
   * @param weights all tensors of {@code network}; copied
   * @param training whether gradients will be asked for
   */
  PytorchNetwork(Network network, Weights weights, boolean training) {
    this.network = training ? network : network.inferenceForm();
    consumers = this.network.consumers();
    this.network
        .parameters()
        .forEach(
            (name, param) -> {
              recap.nn.Tensor values = weights.get(name);
              long[] sizes = values.shape().stream().mapToLong(Integer::longValue).toArray();
              Tensor tensor = channelsLast(Tensor.create(values.values(), sizes));
              tensor.set_requires_grad(training && param.learned());
              parameters.put(name, tensor);
              optionals.put(name, new TensorOptional(tensor));
            });
  }

  /** {@code tensor} with its second axis innermost, if it has four. */
  static Tensor channelsLast(Tensor tensor) {
    return tensor.dim() == IMAGE_AXES ? tensor.contiguous(MemoryFormat.ChannelsLast) : tensor;
  }

  /** All tensors by full name. */
  Map<String, Tensor> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** A parameter as an argument that may be missing. */
  TensorOptional optional(Node node, String name) {
    return optionals.getOrDefault(node.name() + "." + name, none);
  }

  /** A parameter that {@code node} has. */
  Tensor parameter(Node node, String name) {
    return parameters.get(node.name() + "." + name);
  }

  /** Whether a single node reads {@code node}'s output, and no user of the network does. */
  boolean readByOne(Node node) {
    return consumers.get(node.index()).size() == 1 && !network.outputs().contains(node);
  }

  /** The outputs, the main one first. What lies between is let go once it has been read. */
  List<Tensor> forward(Tensor input, boolean training) {
    var ops = new PytorchOps(this, training);
    var values = new ArrayList<Tensor>(network.nodes().size());
    int[] readers = consumers.stream().mapToInt(List::size).toArray();
    for (Node node : network.nodes()) {
      List<Tensor> inputs = node.inputs().stream().map(from -> values.get(from.index())).toList();
      values.add(inputs.isEmpty() ? input : ops.apply(node, inputs));
      for (Node from : node.inputs()) {
        Tensor value = values.get(from.index());
        boolean outside = value.equals(input) || network.outputs().contains(from);
        if (--readers[from.index()] == 0 && !outside) {
          value.close();
        }
      }
    }
    return network.outputs().stream().map(output -> values.get(output.index())).toList();
  }
}
