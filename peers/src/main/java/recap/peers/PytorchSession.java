package recap.peers;

import static org.bytedeco.pytorch.global.torch.*;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import recap.nn.Network;
import recap.nn.Shape;
import recap.nn.Weights;

/**
 * PyTorch at its best on a CPU: channels last, activations overwritten where that is allowed,
 * bfloat16 by its own autocast, in training with float32 weights; in inference with batch norms
 * folded and weights converted once. Its tensors are reference-counted; everything a step makes is
 * let go at its end, as in Python.
 *
 * <p>Two more settings are variables of the environment, so the one who starts the process sets
 * them: the C library is told to keep freed memory instead of returning it to the system, so that
 * PyTorch no longer waits for new pages in every step, and the threads of OpenBLAS not to spin.
 */
final class PytorchSession implements PeerSession {
  private final PointerScope scope = new PointerScope();
  private final boolean bfloat16;
  private final PytorchNetwork network;
  private final Tensor input;
  private final Tensor labels;
  private final SGD optimizer;

  /**
   * @param images N x C x H x W or N x F values, row-major
   * @param labels N classes
   * @param rate of gradient descent
   * @param bfloat16 whether forward and backward compute in it where PyTorch thinks that safe
   */
  PytorchSession(
      Network network,
      Weights weights,
      float[] images,
      int[] labels,
      double rate,
      boolean training,
      boolean bfloat16) {
    this.bfloat16 = bfloat16;
    this.network =
        training
            ? PytorchNetwork.training(network, weights)
            : PytorchNetwork.inference(network, weights, bfloat16);
    Shape shape = network.input().shape();
    long[] sizes = new long[1 + shape.sizes().size()];
    Arrays.setAll(sizes, i -> i == 0 ? labels.length : shape.sizes().get(i - 1));
    input = PytorchNetwork.channelsLast(Tensor.create(images, sizes));
    this.labels = Tensor.create(Arrays.stream(labels).asLongStream().toArray());
    var options = new SGDOptions(rate);
    options.momentum().put(MOMENTUM);
    options.weight_decay().put(WEIGHT_DECAY);
    var learned = new TensorVector();
    this.network.parameters().values().stream()
        .filter(Tensor::requires_grad)
        .forEach(learned::push_back);
    optimizer = training ? new SGD(learned, options) : null;
  }

  /**
   * Before the first session of a process.
   *
   * @param threads that compute
   */
  static void configure(int threads) {
    set_num_threads(threads);
    set_num_interop_threads(1);
  }

  @Override
  public String name() {
    String version = Tensor.class.getPackage().getImplementationVersion();
    // 2.10.0-1.5.13: PyTorch's own, and JavaCPP's.
    return "pytorch-" + version.split("-")[0] + (bfloat16 ? "-bf16" : "-f32");
  }

  @Override
  public double step() {
    try (var step = new PointerScope()) {
      Tensor total = autocast(() -> loss(network.forward(input, true)));
      total.backward();
      optimizer.step();
      optimizer.zero_grad();
      return total.item_float();
    }
  }

  private Tensor loss(List<Tensor> outputs) {
    Tensor total = cross_entropy_loss(outputs.get(0), labels);
    for (Tensor auxiliary : outputs.subList(1, outputs.size())) {
      total = total.add(cross_entropy_loss(auxiliary, labels).mul(new Scalar(AUXILIARY_WEIGHT)));
    }
    return total;
  }

  @Override
  public float[] infer() {
    try (var step = new PointerScope();
        var without = new AutoGradMode(false)) {
      return values(autocast(() -> network.forward(input, false).get(0)));
    }
  }

  private interface Computation {
    Tensor run();
  }

  /** The backward pass follows the formats of the forward pass, so it lies outside. */
  private Tensor autocast(Computation computation) {
    set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
    set_autocast_enabled(DeviceType.CPU, bfloat16);
    try {
      return computation.run();
    } finally {
      set_autocast_enabled(DeviceType.CPU, false);
      // Weights that were converted for this step.
      clear_cache();
    }
  }

  private static float[] values(Tensor tensor) {
    FloatBuffer buffer = tensor.toType(ScalarType.Float).contiguous().createBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    scope.close();
  }
}
