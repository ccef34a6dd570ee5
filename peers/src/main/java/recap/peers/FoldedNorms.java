package recap.peers;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * Inference with the batch norms behind convolutions folded into their weights, as ours and the
 * bare primitives have them:
 *
 * <pre>scale (w x + b - mean) / sqrt(var + epsilon) + shift</pre>
 *
 * is linear in x, so one multiplication for each weight, once, replaces one for each pixel.
 *
 * @param tensors what is left, by full name; every such convolution has a bias
 * @param norms nodes that have become the identity
 */
record FoldedNorms(Map<String, Tensor> tensors, Set<Node> norms) {
  /** Folds all of {@code network} that are the only reader of a convolution. */
  static FoldedNorms of(Network network, Weights weights) {
    var tensors = new LinkedHashMap<>(weights.of(network).tensors());
    var norms = new HashSet<Node>();
    for (Node conv : network.nodes()) {
      List<Node> readers = network.consumers().get(conv.index());
      if (conv.op() instanceof Conv2d
          && readers.size() == 1
          && readers.get(0).op() instanceof BatchNorm norm
          && !network.outputs().contains(conv)) {
        fold(tensors, conv.name(), readers.get(0).name(), norm.epsilon());
        norms.add(readers.get(0));
      }
    }
    return new FoldedNorms(tensors, norms);
  }

  private static void fold(Map<String, Tensor> tensors, String conv, String norm, double epsilon) {
    float[] scale = tensors.remove(norm + ".weight").values();
    float[] shift = tensors.remove(norm + ".bias").values();
    float[] mean = tensors.remove(norm + ".running_mean").values();
    float[] variance = tensors.remove(norm + ".running_var").values();
    Tensor weight = tensors.get(conv + ".weight");
    float[] w = weight.values().clone();
    float[] b = new float[scale.length];
    if (tensors.containsKey(conv + ".bias")) {
      b = tensors.get(conv + ".bias").values().clone();
    }
    int perChannel = w.length / b.length;
    for (int o = 0; o < b.length; o++) {
      double factor = scale[o] / Math.sqrt(variance[o] + epsilon);
      for (int i = o * perChannel; i < (o + 1) * perChannel; i++) {
        w[i] = (float) (w[i] * factor);
      }
      b[o] = (float) ((b[o] - mean[o]) * factor + shift[o]);
    }
    tensors.put(conv + ".weight", new Tensor(weight.shape(), w));
    tensors.put(conv + ".bias", new Tensor(List.of(b.length), b));
  }
}
