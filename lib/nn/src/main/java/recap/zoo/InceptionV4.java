package recap.zoo;

import java.util.List;
import recap.nn.Concat;
import recap.nn.Dropout;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

/** Szegedy, Ioffe, Vanhoucke and Alemi 2016 (Inception-v4), figure 9 and the figures it names. */
public final class InceptionV4 {
  private InceptionV4() {}

  /** {@code inception_v4}. */
  public static Network of(Shape input, int classes) {
    Node x = stem(Node.input(input)); //                                3x299x299 to 384x35x35
    for (int i = 0; i < 4; i++) {
      x = blockA(x, "inception_a." + i); //                             384x35x35
    }
    x = reductionA(x, "reduction_a", 192, 224, 256, 384); //           1024x17x17
    for (int i = 0; i < 7; i++) {
      x = blockB(x, "inception_b." + i); //                            1024x17x17
    }
    x = reductionB(x, "reduction_b"); //                               1536x8x8
    for (int i = 0; i < 3; i++) {
      x = blockC(x, "inception_c." + i); //                            1536x8x8
    }
    x = x.then("avgpool", new GlobalAvgPool()).then("dropout", new Dropout(0.2f));
    return Network.of("inception_v4", x.then("fc", Linear.of(classes)));
  }

  /** Figure 3; V is a convolution without padding. */
  static Node stem(Node x) {
    Node y = Branch.of(x, "stem.a", "3x3 32 /2 V, 3x3 32 V, 3x3 64"); //  64x147x147
    y = both("stem.b", Branch.of(y, "stem.b1", "max"), Branch.of(y, "stem.b2", "3x3 96 /2 V"));
    Node left = Branch.of(y, "stem.c1", "1x1 64, 3x3 96 V"); //           160x73x73 in
    Node right = Branch.of(y, "stem.c2", "1x1 64, 7x1 64, 1x7 64, 3x3 96 V");
    y = both("stem.c", left, right); //                                  192x71x71
    return both("stem.d", Branch.of(y, "stem.d1", "3x3 192 /2 V"), Branch.of(y, "stem.d2", "max"));
  }

  /** Figure 4. */
  private static Node blockA(Node x, String in) {
    return Branch.join(x, in, "avg, 1x1 96", "1x1 96", "1x1 64, 3x3 96", "1x1 64, 3x3 96, 3x3 96");
  }

  /** Figure 5. */
  private static Node blockB(Node x, String in) {
    String deep = "1x1 192, 1x7 192, 7x1 224, 1x7 224, 7x1 256";
    return Branch.join(x, in, "avg, 1x1 128", "1x1 384", "1x1 192, 1x7 224, 7x1 256", deep);
  }

  /** Figure 6: two branches part once more at their ends. */
  private static Node blockC(Node x, String in) {
    Node fork = Branch.of(x, in + ".b3", "1x1 384");
    Node deep = Branch.of(x, in + ".b4", "1x1 384, 1x3 448, 3x1 512");
    return Node.join(
        in + ".concat",
        new Concat(),
        List.of(
            Branch.of(x, in + ".b1", "avg, 1x1 256"),
            Branch.of(x, in + ".b2", "1x1 256"),
            Branch.of(fork, in + ".b3a", "1x3 256"),
            Branch.of(fork, in + ".b3b", "3x1 256"),
            Branch.of(deep, in + ".b4a", "3x1 256"),
            Branch.of(deep, in + ".b4b", "1x3 256")));
  }

  /** Figure 7; k, l, m, n of the network are in table 1. */
  static Node reductionA(Node x, String in, int k, int l, int m, int n) {
    String deep = "1x1 " + k + ", 3x3 " + l + ", 3x3 " + m + " /2 V";
    return Branch.join(x, in, "max", "3x3 " + n + " /2 V", deep);
  }

  /** Figure 8. */
  private static Node reductionB(Node x, String in) {
    String deep = "1x1 256, 1x7 256, 7x1 320, 3x3 320 /2 V";
    return Branch.join(x, in, "max", "1x1 192, 3x3 192 /2 V", deep);
  }

  private static Node both(String name, Node left, Node right) {
    return Node.join(name, new Concat(), List.of(left, right));
  }
}
