package recap.onednn;

import java.util.List;
import recap.nn.Conv2d;
import recap.nn.Node;
import recap.nn.Param;
import recap.nn.Shape;
import recap.nn.Window;

/**
 * Convolution by {@link WinogradConv}, with an absorbed activation: for training in float32.
 * oneDNN's direct convolution computes near the most that a processor can, with AVX2 as with
 * AVX-512, so that only multiplying less is quicker.
 */
final class WinogradConvKernel extends Kernel {
  /** Fewer tiles do not repay the transform of the filters. */
  private static final int LEAST_TILES = 64;

  /** From so many tiles on, as of 56x56 images in a batch of 16, AVX-512 needs no more channels. */
  private static final int MANY_TILES = 3_000;

  private final Conv2d conv;
  private final WinogradConv winograd;
  private Parameter weight;
  private Parameter bias;
  private Value x;
  private Value y;

  WinogradConvKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    conv = (Conv2d) node.op();
    winograd = new WinogradConv(plan, node);
  }

  /** Whether the convolution {@code node} is computed in this way. */
  static boolean applies(Plan plan, Node node) {
    Conv2d conv = (Conv2d) node.op();
    Shape shape = node.shape();
    long tiles =
        (long) plan.batch() * Winograd.tiles(shape.height()) * Winograd.tiles(shape.width());
    return plan.mode() == Mode.TRAINING
        && plan.precision() == Precision.F32
        && conv.groups() == 1
        && conv.window().equals(Window.of(Winograd.TAPS).padding(1))
        && many(plan, node.input().shape(), tiles)
        && many(plan, shape, tiles)
        && tiles >= LEAST_TILES;
  }

  private static boolean many(Plan plan, Shape shape, long tiles) {
    return shape.channels() >= leastChannels(tiles) && plan.layout().fits(shape);
  }

  /**
   * Fewer channels do not repay the transforms, which move much memory for few multiplications. The
   * narrower the vectors, the longer the multiplications that are saved would have taken.
   */
  private static int leastChannels(long tiles) {
    return NativeInfo.load().hasAvx512() && tiles < MANY_TILES ? 128 : 64;
  }

  @Override
  Value forward(List<Value> inputs) {
    x = inputs.get(0);
    y = plan.temporary(group.last().name(), plan.desc(node.shape()));
    declareParameters();
    Value biasValue = bias == null ? null : bias.master();
    plan.calls()
        .asOne(
            List.of(x, y), () -> winograd.forward(x, weight.master(), biasValue, activation(), y));
    return y;
  }

  private void declareParameters() {
    List<Param> params = node.parameters();
    int k = Winograd.TAPS;
    long[] sizes = {conv.outChannels(), node.input().shape().channels(), k, k};
    weight = plan.parameters().loaded(node, params.get(0), sizes, winograd.weightLayout());
    if (conv.bias()) {
      long[] outputs = {conv.outChannels()};
      bias =
          plan.parameters().loaded(node, params.get(1), outputs, plan.vector(conv.outChannels()));
    }
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    dy = beforeActivation(dy, y);
    Value dyValue = dy.value();
    Value biasGradient = bias == null ? null : bias.gradient();
    plan.calls()
        .asOne(
            List.of(x, dyValue),
            () -> winograd.backwardWeights(x, dyValue, weight.gradient(), biasGradient));
    if (gradients.wanted(node.input())) {
      Value dx = plan.temporary(label("input gradient"), x.desc());
      plan.calls()
          .asOne(List.of(dyValue, dx), () -> winograd.backwardData(dyValue, weight.master(), dx));
      gradients.add(node.input(), dx, true);
    }
  }
}
