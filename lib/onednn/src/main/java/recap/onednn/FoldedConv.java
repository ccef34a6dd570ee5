package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Node;
import recap.nn.Param;
import recap.nn.Weights;

/**
 * A convolution's weight and bias for inference, with the batch norm behind it folded in: since y =
 * scale (w x + b - mean) / sqrt(var + epsilon) + shift is linear in x, one multiplication for each
 * weight, once, replaces one for each pixel.
 */
final class FoldedConv {
  private final Node node;
  private final Node norm;
  private final Conv2d conv;
  private final Parameter weight;
  private final Parameter bias;

  FoldedConv(Plan plan, Fusion.Group group, ConvProblem problem, dnnl_primitive_desc forward) {
    node = group.anchor();
    norm = group.norm();
    conv = (Conv2d) node.op();
    List<Param> params = node.parameters();
    Desc layout = Desc.chosen(forward, dnnl_query_weights_md);
    weight = plan.parameters().declare(node, params.get(0), problem.weightSizes(), layout);
    var biasParam = new Param("bias", List.of(conv.outChannels()), Param.Role.BIAS);
    long[] outputs = {conv.outChannels()};
    bias = plan.parameters().declare(node, biasParam, outputs, plan.vector(conv.outChannels()));
    plan.parameters().onLoad(this::load);
  }

  Value weight() {
    return weight.master();
  }

  Value bias() {
    return bias.master();
  }

  private void load(Weights weights) {
    float[] w = weights.get(node.name() + ".weight").values();
    float[] b =
        conv.bias()
            ? weights.get(node.name() + ".bias").values().clone()
            : new float[conv.outChannels()];
    if (norm != null) {
      w = w.clone();
      fold(weights, w, b);
    }
    weight.write(weight.master(), w);
    bias.write(bias.master(), b);
  }

  private void fold(Weights weights, float[] w, float[] b) {
    float[] scale = weights.get(norm.name() + ".weight").values();
    float[] shift = weights.get(norm.name() + ".bias").values();
    float[] mean = weights.get(norm.name() + ".running_mean").values();
    float[] variance = weights.get(norm.name() + ".running_var").values();
    double epsilon = ((BatchNorm) norm.op()).epsilon();
    int perChannel = w.length / b.length;
    for (int o = 0; o < b.length; o++) {
      double factor = scale[o] / Math.sqrt(variance[o] + epsilon);
      for (int i = o * perChannel; i < (o + 1) * perChannel; i++) {
        w[i] = (float) (w[i] * factor);
      }
      b[o] = (float) ((b[o] - mean[o]) * factor + shift[o]);
    }
  }
}
