package recap.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * A {@link Network} on PyTorch: its parameters as arrays, and a forward pass that walks the node
 * list. float32, N x C x H x W, the only layout that DJL gives a Java program.
 */
final class DjlNetwork implements AutoCloseable {
  private final Network network;
  private final NDManager manager;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();

  /**
   * @param weights all tensors of {@code network}; copied into PyTorch's own memory
   * @param training whether gradients will be asked for
   */
  DjlNetwork(Network network, Weights weights, NDManager parent, boolean training) {
    this.network = training ? network : network.inferenceForm();
    manager = parent.newSubManager();
    this.network
        .parameters()
        .forEach(
            (name, param) -> {
              Tensor tensor = weights.get(name);
              long[] sizes = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
              try (NDArray staged = manager.create(tensor.values(), new Shape(sizes))) {
                // A created array lies in a Java buffer; its duplicate where PyTorch aligns it.
                NDArray array = staged.duplicate();
                array.setName(name);
                array.setRequiresGradient(training && param.learned());
                parameters.put(name, array);
              }
            });
  }

  /** All tensors by full name. */
  Map<String, NDArray> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * The outputs, the main one first; they and everything in between belong to the manager of {@code
   * input}.
   *
   * @param input N x C x H x W or N x F
   */
  NDList forward(NDArray input, boolean training) {
    List<NDArray> values = new ArrayList<>(network.nodes().size());
    for (Node node : network.nodes()) {
      List<NDArray> inputs = node.inputs().stream().map(from -> values.get(from.index())).toList();
      values.add(
          inputs.isEmpty()
              ? input
              : DjlOps.apply(
                  node, inputs, name -> parameters.get(node.name() + "." + name), training));
    }
    var outputs = new NDList();
    network.outputs().forEach(output -> outputs.add(values.get(output.index())));
    return outputs;
  }

  @Override
  public void close() {
    manager.close();
  }
}
