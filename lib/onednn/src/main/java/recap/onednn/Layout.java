package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.Extent;
import recap.nn.Input;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.PaddedShortcut;
import recap.nn.Shape;

/**
 * How the images of a network lie in memory: N, H, W, C ({@code block} 1) or in blocks of channels,
 * N, C / block, H, W, block.
 *
 * <p>One layout holds for the whole network, so that no two layers disagree and no reorder is
 * needed between them. The convolutions choose it: oneDNN is asked which layout it would take for
 * the one with the most MACs. Two things overrule the answer. Blocks need channel counts that are
 * multiples of the block wherever channels are joined. And a layout for which oneDNN has only its
 * reference convolution, as for groups of 4 channels in blocks of 16, loses to the other one: the
 * reference is a plain loop, a hundred times as slow.
 *
 * <p>Analysis in float32 always has channels last: those convolutions keep a whole sum in
 * registers, and what a comparison wants is not speed but the fewest roundings.
 *
 * @param block channels that lie together, 1 for channels last
 */
record Layout(int block) {
  private static final Layout CHANNELS_LAST = new Layout(1);

  /** The layout for {@code network}. */
  static Layout choose(Network network, int batch, Precision precision, Mode mode) {
    if (mode == Mode.ANALYSIS && precision == Precision.F32) {
      return CHANNELS_LAST;
    }
    try (var resources = new Resources()) {
      Layout favourite = favourite(network, batch, precision, resources);
      if (favourite.block == 1 || !favourite.aligned(network)) {
        return CHANNELS_LAST;
      }
      long blocked = favourite.referenceMacs(network, batch, precision, mode);
      return blocked > 0 && CHANNELS_LAST.referenceMacs(network, batch, precision, mode) < blocked
          ? CHANNELS_LAST
          : favourite;
    }
  }

  private static Layout favourite(
      Network network, int batch, Precision precision, Resources resources) {
    Node heaviest = null;
    for (Node node : network.nodes()) {
      if (node.op() instanceof Conv2d conv
          && node.input().shape().channels() / conv.groups() > 3
          && (heaviest == null || macs(node) > macs(heaviest))) {
        heaviest = node;
      }
    }
    if (heaviest == null) {
      return CHANNELS_LAST;
    }
    var problem = new ConvProblem(heaviest, batch, precision);
    Desc any = problem.image(resources, heaviest.shape(), dnnl_format_tag_any);
    Desc source = problem.image(resources, heaviest.input().shape(), dnnl_format_tag_any);
    Desc chosen =
        Desc.chosen(
            problem.forward(resources, source, any, Mode.TRAINING, null), dnnl_query_dst_md);
    for (int block : new int[] {16, 8}) {
      Layout layout = new Layout(block);
      if (chosen.same(problem.image(resources, heaviest.shape(), layout.tag()))) {
        return layout;
      }
    }
    return CHANNELS_LAST;
  }

  private static long macs(Node node) {
    return node.op().macs(node.inputShapes());
  }

  private boolean aligned(Network network) {
    return network.nodes().stream()
        .filter(node -> node.shape().isImage())
        .filter(node -> node.op() instanceof Concat || node.op() instanceof PaddedShortcut)
        .allMatch(
            node ->
                fits(node.shape())
                    && node.inputs().stream().allMatch(input -> fits(input.shape())));
  }

  /** Whether whole blocks hold the channels of {@code shape}. */
  boolean fits(Shape shape) {
    return shape.channels() % block == 0;
  }

  /** Channels of an image that lie together: a block, or all. */
  int together(Shape shape) {
    return block == 1 ? shape.channels() : block;
  }

  /** How often so many channels lie together in an image, the last block filled up. */
  int groups(Shape shape) {
    int together = together(shape);
    return (shape.channels() + together - 1) / together;
  }

  /**
   * Whether the readers of {@code input} take the batch in the order it comes in, N, C, H, W:
   * oneDNN's convolutions into blocks do that with up to three channels. With those channels in a
   * block filled up, all that is left for bfloat16 without AMX is the reference.
   */
  private boolean readsRowMajor(Node input, List<Node> readers) {
    return block > 1
        && input.op() instanceof Input
        && input.shape().isImage()
        && input.shape().channels() <= 3
        && readers.stream().allMatch(node -> node.op() instanceof Conv2d c && c.groups() == 1);
  }

  /** The MACs of a step's convolutions for which oneDNN has only its reference in this layout. */
  long referenceMacs(Network network, int batch, Precision precision, Mode mode) {
    List<List<Node>> consumers = network.consumers();
    long macs = 0;
    try (var resources = new Resources()) {
      for (Node node : network.nodes()) {
        if (node.op() instanceof Conv2d) {
          List<Node> readers = consumers.get(node.input().index());
          int tag = tag(node.input(), readers);
          var problem = new ConvProblem(node, batch, precision);
          Desc source = problem.image(resources, node.input().shape(), tag);
          Desc target = problem.image(resources, node.shape(), tag());
          macs += macs(node) * referencePasses(problem, source, target, mode, resources);
        }
      }
    }
    return macs;
  }

  /**
   * Of forward and, in training, backward by weights; backward by data takes what forward takes.
   */
  private static int referencePasses(
      ConvProblem problem, Desc source, Desc target, Mode mode, Resources resources) {
    var forward = problem.forward(resources, source, target, Mode.TRAINING, null);
    int passes = Dnn.onlyReference(forward) ? 1 : 0;
    if (mode.differentiates()) {
      var backward = problem.backwardWeights(resources, source, target, forward, null);
      passes += Dnn.onlyReference(backward) ? 1 : 0;
    }
    return passes;
  }

  /** oneDNN's name of the layout of {@code node}'s image, which {@code readers} read. */
  int tag(Node node, List<Node> readers) {
    return readsRowMajor(node, readers) ? dnnl_nchw : tag();
  }

  /** oneDNN's name of the layout. */
  int tag() {
    return switch (block) {
      case 16 -> dnnl_nChw16c;
      case 8 -> dnnl_nChw8c;
      default -> dnnl_nhwc;
    };
  }

  /**
   * Every {@code stride}-th pixel of every {@code stride}-th row of the first {@code channels}
   * channels of an image of {@code whole}; with the number of {@code pixels} that come out.
   */
  Desc subsampled(
      Resources resources,
      int batch,
      int type,
      Shape whole,
      int channels,
      Extent pixels,
      int stride) {
    long c = whole.channels();
    long h = whole.height();
    long w = whole.width();
    int rows = pixels.height();
    int columns = pixels.width();
    if (block == 1) {
      return Desc.strided(
          resources,
          new long[] {batch, channels, rows, columns},
          type,
          new long[] {h * w * c, 1, stride * w * c, stride * c});
    }
    return Desc.strided(
        resources,
        new long[] {batch, channels / block, rows, columns, block},
        type,
        new long[] {c * h * w, h * w * block, stride * w * block, (long) stride * block, 1});
  }
}
