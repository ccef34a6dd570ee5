package recap.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.Shape;
import recap.nn.ShapeException;

/**
 * Larsson, Maire and Shakhnarovich 2016, figure 1: five blocks of columns; column c (from 0) has a
 * convolution at every 2^c-th of the block's levels, and columns whose convolutions end at the same
 * level are joined by their mean. Written as a loop over levels, as the wiring is drawn.
 */
public final class FractalNet {
  /** Section 4.2: filters of the five blocks, and the dropout rate of their convolutions. */
  private static final int[] FILTERS = {64, 128, 256, 512, 512};

  private static final float[] DROPOUT = {0, 0.1f, 0.2f, 0.3f, 0.4f};
  private static final float DROP_PATH = 0.15f;

  private FractalNet() {}

  /**
   * {@code fractalnet20}: three columns of four, two and one convolutions a block. It has 33.7
   * million parameters, as the authors' published generator yields; the paper reports 38.6 million.
   */
  public static Network cifar(Shape input, int classes) {
    return build("fractalnet20", 3, 4, FILTERS, DROPOUT, input, classes);
  }

  /**
   * {@code small_fractalnet40_4}: of no paper; blocks of eight levels with a quarter of the filters
   * and no dropout. Four columns are a fractal whose longest path has 40 convolutions; one column
   * is that path by itself, the plain network that section 4.3 holds against it.
   *
   * @param columns of each block, 1 to 4
   */
  public static Network small(int columns, Shape input, int classes) {
    if (columns < 1 || columns > 4) {
      throw new ShapeException(
          "small_fractalnet40",
          "1 to 4 columns",
          "" + columns,
          "use 4, or 1 for the plain network");
    }
    int[] filters = Arrays.stream(FILTERS).map(f -> f / 4).toArray();
    String name = "small_fractalnet40_" + columns;
    return build(name, columns, 8, filters, new float[FILTERS.length], input, classes);
  }

  private static Network build(
      String name,
      int columns,
      int levels,
      int[] filters,
      float[] dropout,
      Shape input,
      int classes) {
    Node x = Node.input(input); //                                         3x32x32
    for (int block = 0; block < filters.length; block++) { //              halved by each block
      Node[] ends = new Node[columns];
      Arrays.fill(ends, x);
      x = block(ends, levels, "block" + (block + 1), filters[block], dropout[block]);
    }
    x = x.then(new Flatten()).then("prediction", Linear.of(classes));
    return Network.of(name, x);
  }

  /**
   * @param ends of the columns, all at the block's input
   */
  private static Node block(Node[] ends, int levels, String in, int filters, float dropout) {
    for (int level = 1; level <= levels; level++) {
      var meeting = new ArrayList<Node>();
      for (int c = 0; c < ends.length && level % (1 << c) == 0; c++) {
        String name = in + ".column" + c + "." + level;
        Node end = convolution(ends[c], name, filters, dropout);
        // The authors pool every column before the block's last join.
        meeting.add(level == levels ? end.then(name + ".pool", MaxPool.of(2, 2)) : end);
      }
      Node joined = join(meeting, in + ".join" + level);
      for (int c = 0; c < meeting.size(); c++) {
        ends[c] = joined;
      }
    }
    return ends[0];
  }

  private static Node convolution(Node x, String name, int filters, float dropout) {
    x = x.then(name + ".conv", Conv2d.of(filters, 3).padding(1));
    x = dropout > 0 ? x.then(name + ".dropout", new Dropout(dropout)) : x;
    return x.then(name + ".bn", new BatchNorm()).then(name + ".relu", new ReLU());
  }

  /**
   * Section 3.1. Local drop-path drops each input of the join by itself and divides the others by
   * 0.85, so that the mean keeps its expectation; the paper takes the mean of the survivors and
   * keeps at least one.
   */
  private static Node join(List<Node> columns, String name) {
    if (columns.size() == 1) {
      return columns.get(0);
    }
    var kept = new ArrayList<Node>();
    for (Node column : columns) {
      kept.add(column.then(name + ".drop" + kept.size(), new DropPath(DROP_PATH)));
    }
    return Node.join(name + ".sum", new Add(), kept)
        .then(name + ".mean", new Scale(1f / columns.size()));
  }
}
