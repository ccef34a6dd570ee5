package recap.zoo;

import java.util.List;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.PaddedShortcut;
import recap.nn.ReLU;
import recap.nn.Shape;

/**
 * The CIFAR-10 networks of 6n + 2 layers. He et al. 2015, section 4.2, with parameter-free
 * shortcuts (option A); their plain counterparts; the same with stochastic depth (Huang et al.
 * 2016, linear decay) and with squeeze-and-excitation (Hu et al. 2017, section 3.3, ratio 16).
 *
 * <pre>
 * output size   32x32     16x16   8x8
 * layers        1 + 2n    2n      2n
 * filters       16        32      64
 * </pre>
 */
public final class CifarResNet {
  private static final int[] FILTERS = {16, 32, 64};

  private enum Variant {
    PLAIN,
    RESIDUAL,
    SQUEEZE_EXCITE
  }

  private CifarResNet() {}

  /** {@code cifar_resnetD}: residual blocks with option-A shortcuts. */
  public static Network resnet(int depth, Shape input, int classes) {
    return build("cifar_resnet" + depth, Variant.RESIDUAL, depth, 1, input, classes);
  }

  /** {@code cifar_plainD}: the same layers without shortcuts. */
  public static Network plain(int depth, Shape input, int classes) {
    return build("cifar_plain" + depth, Variant.PLAIN, depth, 1, input, classes);
  }

  /**
   * {@code cifar_stochastic_resnetD}: block l of L is skipped in training with probability l / L /
   * 2. Huang et al. 2016, equation 4, with the paper's last survival of 0.5. Drop-path skips by
   * sample and scales the survivors in training; the paper skips by batch and scales at test time.
   */
  public static Network stochastic(int depth, Shape input, int classes) {
    return build("cifar_stochastic_resnet" + depth, Variant.RESIDUAL, depth, 0.5, input, classes);
  }

  /** {@code cifar_se_resnetD}: each residual branch rescaled by its own channel gates. */
  public static Network squeezeExcite(int depth, Shape input, int classes) {
    return build("cifar_se_resnet" + depth, Variant.SQUEEZE_EXCITE, depth, 1, input, classes);
  }

  private static Network build(
      String name, Variant variant, int depth, double survival, Shape input, int classes) {
    int n = Depth.blocksPerStage(name, depth, 6, 2);
    Node x = Node.input(input);
    x = x.then("conv1", conv3x3(FILTERS[0], 1)).then("bn1", new BatchNorm()).then(new ReLU());
    int l = 0;
    for (int stage = 0; stage < FILTERS.length; stage++) {
      for (int i = 0; i < n; i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        float drop = (float) (++l / (3.0 * n) * (1 - survival));
        x = block(x, "layer" + (stage + 1) + "." + i, variant, FILTERS[stage], stride, drop);
      }
    }
    return Network.of(name, x.then("pool", new GlobalAvgPool()).then("fc", Linear.of(classes)));
  }

  private static Node block(
      Node x, String name, Variant variant, int filters, int stride, float drop) {
    Node y = x.then(name + ".conv1", conv3x3(filters, stride)).then(name + ".bn1", new BatchNorm());
    y = y.then(name + ".relu1", new ReLU()).then(name + ".conv2", conv3x3(filters, 1));
    y = y.then(name + ".bn2", new BatchNorm());
    if (variant == Variant.SQUEEZE_EXCITE) {
      y = SqueezeExcite.of(y, name + ".se", 16);
    }
    if (drop > 0) {
      y = y.then(name + ".drop", new DropPath(drop));
    }
    if (variant != Variant.PLAIN) {
      boolean same = stride == 1 && x.shape().channels() == filters;
      Node shortcut = same ? x : x.then(name + ".shortcut", new PaddedShortcut(filters, stride));
      y = Node.join(name + ".add", new Add(), List.of(y, shortcut));
    }
    return y.then(name + ".relu2", new ReLU());
  }

  private static Conv2d conv3x3(int filters, int stride) {
    return Conv2d.of(filters, 3).stride(stride).padding(1).noBias();
  }
}
