package recap.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Weights;

/** A {@link Network} on PyTorch: its parameters as tensors, and a pass that walks the node list. */
final class PytorchNetwork {
  private static final int IMAGE_AXES = 4;

  private final Network network;
  private final Set<Node> folded;
  private final List<List<Node>> consumers;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, TensorOptional> optionals = new LinkedHashMap<>();
  private final TensorOptional none = new TensorOptional();

  /**
   * For training, all tensors in float32.
   *
   * @param weights all tensors of {@code network}; copied
   */
  static PytorchNetwork training(Network network, Weights weights) {
    var trained = new PytorchNetwork(network, Set.of());
    network
        .parameters()
        .forEach(
            (name, param) -> {
              Tensor tensor = tensor(weights.get(name), ScalarType.Float);
              tensor.set_requires_grad(param.learned());
              trained.add(name, tensor);
            });
    return trained;
  }

  /**
   * For inference: batch norms folded, and what convolutions and linear layers have in the format
   * in which they compute, so that no step converts it again.
   *
   * @param weights all tensors of {@code network}; copied
   */
  static PytorchNetwork inference(Network network, Weights weights, boolean bfloat16) {
    Network form = network.inferenceForm();
    FoldedNorms folded = FoldedNorms.of(form, weights);
    Set<String> products =
        form.nodes().stream()
            .filter(node -> node.op() instanceof Conv2d || node.op() instanceof Linear)
            .flatMap(node -> Stream.of(node.name() + ".weight", node.name() + ".bias"))
            .collect(Collectors.toSet());
    var inferred = new PytorchNetwork(form, folded.norms());
    folded
        .tensors()
        .forEach(
            (name, values) -> {
              boolean coarse = bfloat16 && products.contains(name);
              inferred.add(name, tensor(values, coarse ? ScalarType.BFloat16 : ScalarType.Float));
            });
    return inferred;
  }

  private PytorchNetwork(Network network, Set<Node> folded) {
    this.network = network;
    this.folded = folded;
    consumers = network.consumers();
  }

  private void add(String name, Tensor tensor) {
    parameters.put(name, tensor);
    optionals.put(name, new TensorOptional(tensor));
  }

  private static Tensor tensor(recap.nn.Tensor values, ScalarType type) {
    long[] sizes = values.shape().stream().mapToLong(Integer::longValue).toArray();
    Tensor plain = Tensor.create(values.values(), sizes);
    Tensor converted = type == ScalarType.Float ? plain : plain.toType(type);
    Tensor tensor = channelsLast(converted);
    if (converted != plain) {
      plain.close();
    }
    if (tensor != converted) {
      converted.close();
    }
    return tensor;
  }

  /** {@code tensor} with its second axis innermost, if it has four. */
  static Tensor channelsLast(Tensor tensor) {
    return tensor.dim() == IMAGE_AXES ? tensor.contiguous(MemoryFormat.ChannelsLast) : tensor;
  }

  /** All tensors that there are, by full name. */
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

  /** Whether {@code norm} is part of the convolution before it. */
  boolean folded(Node norm) {
    return folded.contains(norm);
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
