package recap.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import recap.nn.AdaptiveAvgPool;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Extent;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Input;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.Shape;
import recap.nn.Sigmoid;
import recap.nn.Tanh;
import recap.nn.Window;

/**
 * A layer with settings and input shapes at which the contract test checks it. A new layer adds its
 * line to {@link #ALL}.
 *
 * @param batch N
 * @param op the layer
 * @param inputs the shapes of its inputs
 */
record LayerCase(int batch, Op op, List<Shape> inputs) {
  /** The name of the layer's node in the case's networks. */
  static final String LAYER = "layer";

  private static final Window OBLONG =
      new Window(new Extent(1, 5), new Extent(2, 1), new Extent(0, 2), Extent.square(1));

  /** Every layer at several settings. */
  static final List<LayerCase> ALL =
      List.of(
          of(2, new Input(Shape.image(3, 5, 4)), image(3, 5, 4)),
          of(2, new Input(Shape.features(7)), Shape.features(7)),
          of(2, Conv2d.of(16, 3).padding(1), image(16, 6, 6)),
          of(2, Conv2d.of(32, 3).padding(1).stride(2).noBias(), image(16, 7, 7)),
          of(2, Conv2d.of(5, 3), image(7, 6, 5)),
          of(2, Conv2d.of(4, 5).padding(2), image(1, 7, 7)),
          of(2, Conv2d.of(16, 7).padding(3).stride(2), image(3, 12, 12)),
          of(2, Conv2d.of(8, 11).padding(2).stride(4), image(3, 15, 15)),
          of(2, Conv2d.of(24, 1), image(16, 5, 5)),
          of(2, Conv2d.of(16, 1).stride(2), image(20, 5, 6)),
          // Fewer channels than a vector holds, which oneDNN's 1 x 1 kernel for AVX2 runs over.
          of(8, Conv2d.of(4, 1).stride(2), image(1, 16, 16)),
          of(8, Conv2d.of(8, 1).stride(2).noBias(), image(4, 16, 16)),
          // Maps narrower than the stride, for which a kernel in bfloat16 reads what was never
          // written.
          of(2, Conv2d.of(8, 3).stride(2).padding(1), image(3, 1, 1)),
          of(2, Conv2d.of(8, 3).stride(2).padding(1), image(3, 8, 1)),
          of(2, Conv2d.of(8, 3).stride(2).padding(1), image(3, 1, 8)),
          of(2, Conv2d.of(16, 3).stride(3).padding(1), image(16, 2, 2)),
          of(1, Conv2d.of(16, 3).padding(1), image(16, 1, 1)),
          of(1, Conv2d.of(1, 1), image(1, 1, 1)),
          of(3, Conv2d.of(1, 1), image(1, 4, 3)),
          of(3, Conv2d.of(24, 1), image(16, 1, 1)),
          of(3, Conv2d.of(6, 3).padding(1), image(1, 1, 1)),
          of(2, Conv2d.of(16, Window.of(3).padding(2).dilation(2)), image(16, 7, 7)),
          of(2, Conv2d.of(6, Window.of(3).stride(2).dilation(3)), image(5, 12, 11)),
          of(2, Conv2d.of(32, 3).padding(1).groups(2), image(32, 5, 5)),
          of(2, Conv2d.of(12, 3).padding(1).groups(3), image(6, 6, 6)),
          of(2, Conv2d.of(16, 3).padding(1).groups(16), image(16, 6, 6)),
          of(2, Conv2d.of(7, 3).padding(1).stride(2).groups(7), image(7, 6, 6)),
          of(2, Conv2d.of(12, 3).groups(6), image(6, 5, 5)),
          of(2, Conv2d.of(32, 3).padding(1).groups(8), image(32, 4, 4)),
          of(2, Conv2d.of(16, OBLONG), image(16, 5, 7)),
          of(2, Conv2d.of(10, Window.of(7, 1).padding(3, 0)), image(9, 8, 3)),
          of(2, Conv2d.of(6, Window.of(2, 4)), image(4, 5, 6)),
          of(3, Linear.of(10), Shape.features(37)),
          of(1, new Linear(16, false), Shape.features(64)),
          of(2, Linear.of(1), Shape.features(1)),
          of(3, Linear.of(10), Shape.features(4500)),
          of(2, new Linear(7, false), Shape.features(6145)),
          of(3, new BatchNorm(1e-5f, 0, false), image(5, 3, 2)),
          of(3, new BatchNorm(), image(16, 4, 4)),
          of(2, new BatchNorm(1e-3f, 0.3f, false), image(7, 5, 3)),
          of(1, new BatchNorm(), image(1, 6, 6)),
          of(8, new BatchNorm(), image(16, 1, 1)),
          of(2, new BatchNorm(1e-5f, 0.1f, true), image(16, 4, 4)),
          of(1, new BatchNorm(1e-3f, 0.1f, true), image(5, 3, 3)),
          of(2, new ReLU(), image(16, 5, 5)),
          of(2, new ReLU(), image(3, 5, 5)),
          of(2, new ReLU(), Shape.features(33)),
          of(2, new Tanh(), image(6, 4, 5)),
          of(2, new Tanh(), Shape.features(20)),
          of(2, new Sigmoid(), image(6, 4, 5)),
          of(2, new Sigmoid(), Shape.features(20)),
          of(2, MaxPool.of(2, 2), image(16, 6, 6)),
          of(2, MaxPool.of(3, 2).padding(1), image(16, 7, 7)),
          of(2, MaxPool.of(3, 2), image(5, 7, 8)),
          of(2, MaxPool.of(3, 2).ceiling(), image(16, 6, 6)),
          of(2, MaxPool.of(2, 3).ceiling(), image(3, 7, 8)),
          of(2, MaxPool.of(3, 2).padding(1).ceiling(), image(4, 6, 8)),
          of(2, MaxPool.of(3, 2).ceiling(), image(16, 2, 2)),
          of(2, MaxPool.of(2, 2).ceiling(), image(3, 1, 1)),
          of(2, MaxPool.of(3, 1).padding(1), image(8, 4, 4)),
          of(1, new MaxPool(Window.of(3).padding(1).dilation(2), false), image(4, 6, 6)),
          of(1, new MaxPool(OBLONG, false), image(3, 5, 7)),
          of(2, AvgPool.of(2, 2), image(16, 6, 6)),
          of(2, AvgPool.of(3, 2).padding(1), image(16, 7, 7)),
          of(2, new AvgPool(Window.of(3).padding(1), false, false), image(5, 5, 5)),
          of(2, new AvgPool(Window.of(3).stride(2).padding(1), true, false), image(4, 6, 6)),
          of(2, new AvgPool(Window.of(3).stride(2).padding(1), true, true), image(16, 6, 6)),
          of(2, new AvgPool(Window.of(2).stride(3), true, true), image(3, 7, 8)),
          of(2, new AvgPool(Window.of(3).stride(2), true, true), image(16, 2, 2)),
          of(2, new AvgPool(Window.of(2).stride(2), true, false), image(3, 1, 1)),
          of(1, new AvgPool(OBLONG, false, true), image(3, 5, 7)),
          of(2, AdaptiveAvgPool.of(3), image(16, 6, 6)),
          of(1, new AdaptiveAvgPool(new Extent(3, 2)), image(5, 7, 5)),
          of(2, new AdaptiveAvgPool(new Extent(3, 4)), image(3, 2, 3)),
          of(2, new GlobalAvgPool(), image(16, 4, 4)),
          of(2, new GlobalAvgPool(), image(5, 3, 7)),
          of(1, new GlobalAvgPool(), image(16, 1, 1)),
          of(2, new Flatten(), image(16, 3, 3)),
          of(2, new Flatten(), image(5, 2, 4)),
          of(2, new Flatten(), image(32, 1, 1)),
          of(2, new Dropout(0), image(16, 3, 3)),
          of(2, new Dropout(0.5f), image(5, 3, 3)),
          of(2, new Dropout(0.5f), Shape.features(30)),
          of(3, new DropPath(0), image(16, 3, 3)),
          of(3, new DropPath(0.4f), image(5, 3, 3)),
          of(2, new LocalResponseNorm(5, 1e-4f, 0.75f, 2), image(16, 4, 4)),
          of(2, new LocalResponseNorm(3, 0.5f, 0.75f, 1), image(7, 3, 3)),
          of(2, new LocalResponseNorm(5, 1, 0.5f, 1), image(3, 3, 3)),
          of(2, new LocalResponseNorm(9, 0.5f, 0.75f, 1), image(16, 3, 3)),
          of(1, new LocalResponseNorm(7, 0.5f, 0.75f, 2), image(5, 2, 3)),
          of(2, new LocalResponseNorm(5, 2, 0.75f, 1), image(40, 2, 3)),
          of(2, new LocalResponseNorm(7, 2, 0.75f, 1), image(17, 3, 2)),
          of(1, new LocalResponseNorm(9, 0.5f, 0.75f, 2), image(40, 2, 3)),
          of(2, new LocalResponseNorm(11, 0.5f, 0.75f, 1), image(20, 3, 2)),
          of(2, new LocalResponseNorm(15, 0.5f, 1, 1), image(48, 1, 1)),
          of(2, new Add(), image(16, 4, 4), image(16, 4, 4)),
          of(2, new Add(), image(5, 3, 4), image(5, 3, 4), image(5, 3, 4)),
          of(2, new Add(), Shape.features(9), Shape.features(9)),
          of(2, new Concat(), image(16, 3, 3), image(32, 3, 3)),
          of(2, new Concat(), image(5, 3, 4), image(16, 3, 4), image(1, 3, 4)),
          of(2, new Concat(), image(12, 2, 2)),
          of(2, new Concat(), Shape.features(5), Shape.features(16), Shape.features(1)),
          of(2, new PaddedShortcut(32, 2), image(16, 6, 6)),
          of(2, new PaddedShortcut(16, 1), image(16, 3, 3)),
          of(2, new PaddedShortcut(9, 2), image(5, 5, 7)),
          of(3, new PaddedShortcut(20, 3), image(3, 7, 4)),
          of(2, new PaddedShortcut(32, 2), image(16, 7, 6)),
          of(2, new PaddedShortcut(32, 2), image(16, 1, 1)),
          of(2, new Scale(0.5f), image(16, 3, 3)),
          of(2, new Scale(-3), Shape.features(5)),
          of(2, new ScaleChannels(), image(16, 4, 4), Shape.features(16)),
          of(2, new ScaleChannels(), image(5, 3, 2), Shape.features(5)),
          of(2, new Swish(), image(16, 3, 3)),
          of(1, new Swish(), Shape.features(11)));

  private static LayerCase of(int batch, Op op, Shape... inputs) {
    return new LayerCase(batch, op, List.of(inputs));
  }

  private static Shape image(int channels, int height, int width) {
    return Shape.image(channels, height, width);
  }

  /** The layer, each of its inputs an input of the network. */
  Network alone() {
    return network(false);
  }

  /**
   * The layer with a 1x1 convolution before each image and one behind it. The convolutions choose
   * the layout, as they do in a real network; with {@link #identity} weights they pass their input
   * on. Right behind the layer its output is overwritten with its double: a layer that reads its
   * output in the backward pass has to say so in {@link Op#saves}.
   */
  Network amongConvolutions() {
    return network(true);
  }

  private Network network(boolean convolutions) {
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < inputs.size(); i++) {
      Node node = Node.input("input" + i, inputs.get(i));
      nodes.add(convolutions ? passOn("before" + i, node) : node);
    }
    Node layer = op instanceof Input ? nodes.get(0) : Node.join(LAYER, op, nodes);
    return Network.of(op.kind(), convolutions ? behind(layer) : layer);
  }

  private static Node behind(Node layer) {
    Node doubled = layer.then("double", new Scale(2));
    return passOn("behind", doubled).then("half", new Scale(0.5f));
  }

  private static Node passOn(String name, Node node) {
    return node.shape().isImage()
        ? node.then(name, Conv2d.of(node.shape().channels(), 1).noBias())
        : node;
  }

  /** The weight of a 1x1 convolution that passes {@code channels} channels on. */
  static float[] identity(int channels) {
    float[] weight = new float[channels * channels];
    for (int c = 0; c < channels; c++) {
      weight[c * channels + c] = 1;
    }
    return weight;
  }

  @Override
  public String toString() {
    return op + " on " + batch + " x " + Arrays.toString(inputs.toArray());
  }
}
