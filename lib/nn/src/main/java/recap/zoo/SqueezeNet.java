package recap.zoo;

import java.util.List;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.GlobalAvgPool;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;

/**
 * Iandola et al. 2016, table 1 (1.0), and the authors' later release with 2.4 times fewer
 * operations (1.1), as torchvision has them.
 */
public final class SqueezeNet {
  /** Squeeze filters and the filters of each expand half: fire2 to fire9. */
  private static final int[][] FIRE = {
    {16, 64}, {16, 64}, {32, 128}, {32, 128}, {48, 192}, {48, 192}, {64, 256}, {64, 256}
  };

  private SqueezeNet() {}

  /** {@code squeezenet1_0}: 96 filters of 7x7 first, pools behind conv1, fire4 and fire8. */
  public static Network v10(Shape input, int classes) {
    return build("squeezenet1_0", Conv2d.of(96, 7).stride(2), List.of(4, 8), input, classes);
  }

  /** {@code squeezenet1_1}: 64 filters of 3x3 first, pools behind conv1, fire3 and fire5. */
  public static Network v11(Shape input, int classes) {
    return build("squeezenet1_1", Conv2d.of(64, 3).stride(2), List.of(3, 5), input, classes);
  }

  private static Network build(
      String name, Conv2d conv1, List<Integer> pooledFires, Shape input, int classes) {
    var pool = MaxPool.of(3, 2).ceiling();
    var features = new Chain("features", Node.input(input)).add(conv1, new ReLU(), pool);
    for (int i = 0; i < FIRE.length; i++) {
      features.end(fire(features.end(), features.name(), FIRE[i][0], FIRE[i][1]));
      if (pooledFires.contains(i + 2)) {
        features.add(pool);
      }
    }
    var classifier = new Chain("classifier", features.end());
    classifier.add(new Dropout(0.5f), Conv2d.of(classes, 1), new ReLU(), new GlobalAvgPool());
    return Network.of(name, classifier.end());
  }

  /** Figure 1: 1x1 squeeze, then 1x1 and 3x3 expand side by side. */
  private static Node fire(Node x, String name, int squeeze, int expand) {
    x = x.then(name + ".squeeze", Conv2d.of(squeeze, 1));
    x = x.then(name + ".squeeze_activation", new ReLU());
    Node e1 = x.then(name + ".expand1x1", Conv2d.of(expand, 1));
    e1 = e1.then(name + ".expand1x1_activation", new ReLU());
    Node e3 = x.then(name + ".expand3x3", Conv2d.of(expand, 3).padding(1));
    e3 = e3.then(name + ".expand3x3_activation", new ReLU());
    return Node.join(name + ".concat", new Concat(), List.of(e1, e3));
  }
}
