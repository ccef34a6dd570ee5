package recap.zoo;

import java.util.List;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.ShapeException;

/**
 * Simonyan and Zisserman 2014, table 1. All convolutions are 3x3 with padding 1, all pools 2x2 with
 * stride 2. The last maps are 7x7 for an input of 224x224; others are pooled to that size, as
 * torchvision does.
 */
public final class Vgg {
  /** Filters of the five stages. */
  private static final int[] FILTERS = {64, 128, 256, 512, 512};

  private Vgg() {}

  /** Convolutions in each stage: the columns of the table. */
  private static List<Integer> column(int layers) {
    return switch (layers) {
      case 11 -> List.of(1, 1, 2, 2, 2); // A
      case 13 -> List.of(2, 2, 2, 2, 2); // B
      case 16 -> List.of(2, 2, 3, 3, 3); // D
      case 19 -> List.of(2, 2, 4, 4, 4); // E
      default ->
          throw new ShapeException(
              "vgg" + layers, "11, 13, 16 or 19 layers", "" + layers, "use 16");
    };
  }

  /** {@code vgg11}, {@code vgg13}, {@code vgg16}, {@code vgg19}. */
  public static Network of(int layers, Shape input, int classes) {
    return build("vgg" + layers, layers, false, input, classes);
  }

  /** {@code vgg11_bn} and so on: batch norm behind every convolution, as torchvision has them. */
  public static Network batchNorm(int layers, Shape input, int classes) {
    return build("vgg" + layers + "_bn", layers, true, input, classes);
  }

  private static Network build(String name, int layers, boolean norm, Shape input, int classes) {
    List<Integer> column = column(layers);
    var features = new Chain("features", Node.input(input));
    for (int stage = 0; stage < FILTERS.length; stage++) {
      for (int i = 0; i < column.get(stage); i++) {
        features.add(Conv2d.of(FILTERS[stage], 3).padding(1));
        if (norm) {
          features.add(new BatchNorm());
        }
        features.add(new ReLU());
      }
      features.add(MaxPool.of(2, 2));
    }
    Node maps = FixedMaps.of(features.end(), 7); // 512x7x7
    Node scores =
        new Chain("classifier", maps.then(new Flatten()))
            .add(Linear.of(4096), new ReLU(), new Dropout(0.5f))
            .add(Linear.of(4096), new ReLU(), new Dropout(0.5f))
            .add(Linear.of(classes))
            .end();
    return Network.of(name, scores);
  }
}
