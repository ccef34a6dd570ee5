package recap.zoo;

import java.util.ArrayList;
import java.util.List;
import recap.nn.Add;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.Shape;

/**
 * Szegedy, Ioffe, Vanhoucke and Alemi 2016: Inception-ResNet-v2, figure 15, and the form that the
 * authors released weights for, which has another stem, more blocks and a last 1x1 convolution.
 */
public final class InceptionResNetV2 {
  /** A residual block: branches, then a linear 1x1 convolution back to the input's channels. */
  private enum Block {
    A("1x1 32", "1x1 32, 3x3 32", "1x1 32, 3x3 48, 3x3 64"), // figure 16
    B("1x1 192", "1x1 128, 1x7 160, 7x1 192"), // figure 17
    C("1x1 192", "1x1 192, 1x3 224, 3x1 256"); // figure 19

    private final String[] branches;

    Block(String... branches) {
      this.branches = branches;
    }
  }

  private InceptionResNetV2() {}

  /**
   * {@code inception_resnet_v2_paper}: the paper's figures. Its figures 17 and 19 print 1154 and
   * 2048 channels where the branches before them add up to 1152 and 2144.
   */
  public static Network paper(Shape input, int classes) {
    Node x = InceptionV4.stem(Node.input(input)); //                       384x35x35
    x = repeat(x, Block.A, "block_a", 5, 0.17f);
    x = InceptionV4.reductionA(x, "reduction_a", 256, 256, 384, 384); //  1152x17x17
    x = repeat(x, Block.B, "block_b", 10, 0.1f);
    x = reductionB(x); //                                                 2144x8x8
    x = repeat(x, Block.C, "block_c", 5, 0.2f);
    return head("inception_resnet_v2_paper", x, classes);
  }

  /** {@code inception_resnet_v2}: the released form, whose counts are published. */
  public static Network released(Shape input, int classes) {
    Node x = Node.input(input); //                                         3x299x299
    x = Branch.of(x, "stem", "3x3 32 /2 V, 3x3 32 V, 3x3 64, max, 1x1 80, 3x3 192 V, max");
    String deep = "1x1 64, 3x3 96, 3x3 96"; //                             192x35x35
    x = Branch.join(x, "mixed_5b", "1x1 96", "1x1 48, 5x5 64", deep, "avg, 1x1 64");
    x = repeat(x, Block.A, "block_a", 10, 0.17f); //                       320x35x35
    x = InceptionV4.reductionA(x, "reduction_a", 256, 256, 384, 384); //  1088x17x17
    x = repeat(x, Block.B, "block_b", 20, 0.1f);
    x = reductionB(x); //                                                 2080x8x8
    x = repeat(x, Block.C, "block_c", 9, 0.2f);
    x = residual(x, Block.C, "block_c.9", 1, false);
    return head("inception_resnet_v2", Branch.of(x, "conv_7b", "1x1 1536"), classes);
  }

  private static Node repeat(Node x, Block block, String name, int times, float scale) {
    for (int i = 0; i < times; i++) {
      x = residual(x, block, name + "." + i, scale, true);
    }
    return x;
  }

  /** Section 3.3: the residual is scaled down before it is added, or training diverges. */
  private static Node residual(Node x, Block block, String in, float scale, boolean relu) {
    var ends = new ArrayList<Node>();
    for (String labels : block.branches) {
      ends.add(Branch.of(x, in + ".b" + (ends.size() + 1), labels));
    }
    Node y = Node.join(in + ".concat", new Concat(), ends);
    y = y.then(in + ".linear", Conv2d.of(x.shape().channels(), 1));
    y = scale == 1 ? y : y.then(in + ".scale", new Scale(scale));
    Node sum = Node.join(in + ".add", new Add(), List.of(y, x));
    return relu ? sum.then(in + ".relu", new ReLU()) : sum;
  }

  /** Figure 18. */
  private static Node reductionB(Node x) {
    return Branch.join(
        x,
        "reduction_b",
        "max",
        "1x1 256, 3x3 384 /2 V",
        "1x1 256, 3x3 288 /2 V",
        "1x1 256, 3x3 288, 3x3 320 /2 V");
  }

  private static Network head(String name, Node x, int classes) {
    x = x.then("avgpool", new GlobalAvgPool()).then("dropout", new Dropout(0.2f));
    return Network.of(name, x.then("fc", Linear.of(classes)));
  }
}
