package recap.labs.lab4;

import java.util.List;
import java.util.Map;
import recap.account.Account;
import recap.labs.blocks.Wiring;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.Expectation;
import recap.labs.check.LabChecks;
import recap.labs.check.Tolerance;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.zoo.CifarResNet;

/** The visible checks of lab 4: blocks and a small network by their layers, others by counts. */
public final class ResidualChecks implements LabChecks {
  /** Sums over a batch in float32, in an order that depends on the processor. */
  public static final Tolerance GRADIENT = new Tolerance(2e-3, 1e-6);

  @Override
  public String lab() {
    return "lab4";
  }

  @Override
  public List<Check> checks() {
    return List.of(
        count(),
        plainBlock(),
        paddedShortcut(),
        projection(),
        residualBlock(),
        network(),
        gradientFlow(),
        gradientNorms());
  }

  /** A case of a block on C x H x W. */
  public static Case.Given block(String topic, int c, int h, int w, int filters, int stride) {
    return Case.of(topic)
        .with("C", c)
        .with("H", h)
        .with("W", w)
        .with("filters", filters)
        .with("stride", stride);
  }

  private static Check count() {
    Network resnet20 = CifarResNet.resnet(20, Shape.image(3, 32, 32), 10);
    return new Check(
        "lab4-count",
        "the parameters and MACs of a network of 6n + 2 layers",
        "formula (1) and the table below it",
        List.of(
            network("small enough for paper", 1, 2, 8, 3)
                .expect(Map.of("parameters", 1293, "macs", 15_000), Tolerance.EXACT),
            network("ResNet-20: the padded shortcuts cost nothing", 3, 16, 32, 10)
                .expect(
                    Map.of("parameters", resnet20.parameterCount(), "macs", resnet20.macs()),
                    Tolerance.EXACT)));
  }

  /** A case of a network of 6n + 2 layers on images of 3 x R x R. */
  public static Case.Given network(String topic, int n, int width, int size, int classes) {
    return Case.of(topic)
        .with("n", n)
        .with("width", width)
        .with("size", size)
        .with("classes", classes);
  }

  private static Check plainBlock() {
    return new Check(
        "lab4-plain-block",
        "the layers of a plain block",
        "formula (2)",
        List.of(
            block("the same shape", 4, 8, 8, 4, 1)
                .that(
                    Wiring.same(
                        """
                        1. Input: 4x8x8
                        2. Conv2d 4, 3x3 pad 1, no bias: 4x8x8, from 1
                        3. BatchNorm: 4x8x8, from 2
                        4. ReLU: 4x8x8, from 3
                        5. Conv2d 4, 3x3 pad 1, no bias: 4x8x8, from 4
                        6. BatchNorm: 4x8x8, from 5
                        7. ReLU: 4x8x8, from 6
                        """)),
            block("twice the filters at stride 2", 4, 8, 8, 8, 2)
                .that(
                    Wiring.same(
                        """
                        1. Input: 4x8x8
                        2. Conv2d 8, 3x3 /2 pad 1, no bias: 8x4x4, from 1
                        3. BatchNorm: 8x4x4, from 2
                        4. ReLU: 8x4x4, from 3
                        5. Conv2d 8, 3x3 pad 1, no bias: 8x4x4, from 4
                        6. BatchNorm: 8x4x4, from 5
                        7. ReLU: 8x4x4, from 6
                        """))));
  }

  private static Check paddedShortcut() {
    return new Check(
        "lab4-padded-shortcut",
        "the values of a zero-padded shortcut",
        "formula (4)",
        List.of(
            block("one more channel", 1, 2, 2, 2, 1)
                .with("x", new float[] {1, 2, 3, 4})
                .expect(new float[] {1, 2, 3, 4, 0, 0, 0, 0}),
            block("every second pixel", 1, 4, 4, 1, 2)
                .with("x", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
                .expect(new float[] {1, 3, 9, 11}),
            block("two channels, not square", 2, 2, 4, 3, 2)
                .with("x", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
                .expect(new float[] {1, 3, 9, 11, 0, 0})));
  }

  private static Check projection() {
    return new Check(
        "lab4-projection",
        "the layers of a shortcut by projection",
        "formula (5)",
        List.of(
            block("the same shape", 4, 8, 8, 4, 1).that(Wiring.same("1. Input: 4x8x8")),
            block("twice the filters at stride 2", 4, 8, 8, 8, 2)
                .that(
                    Wiring.same(
                        """
                        1. Input: 4x8x8
                        2. Conv2d 8, 1x1 /2, no bias: 8x4x4, from 1
                        3. BatchNorm: 8x4x4, from 2
                        """))));
  }

  private static Check residualBlock() {
    return new Check(
        "lab4-residual-block",
        "the layers of a residual block",
        "formula (3), and (4) or (5) for its shortcut",
        List.of(
            block("the same shape", 4, 8, 8, 4, 1)
                .with("form", Form.PADDED.name())
                .that(
                    Wiring.same(
                        """
                        1. Input: 4x8x8
                        2. Conv2d 4, 3x3 pad 1, no bias: 4x8x8, from 1
                        3. BatchNorm: 4x8x8, from 2
                        4. ReLU: 4x8x8, from 3
                        5. Conv2d 4, 3x3 pad 1, no bias: 4x8x8, from 4
                        6. BatchNorm: 4x8x8, from 5
                        7. Add: 4x8x8, from 6 and 1
                        8. ReLU: 4x8x8, from 7
                        """)),
            block("a padded shortcut", 4, 8, 8, 8, 2)
                .with("form", Form.PADDED.name())
                .that(
                    Wiring.same(
                        """
                        1. Input: 4x8x8
                        2. Conv2d 8, 3x3 /2 pad 1, no bias: 8x4x4, from 1
                        3. BatchNorm: 8x4x4, from 2
                        4. ReLU: 8x4x4, from 3
                        5. Conv2d 8, 3x3 pad 1, no bias: 8x4x4, from 4
                        6. BatchNorm: 8x4x4, from 5
                        7. PaddedShortcut 8 /2: 8x4x4, from 1
                        8. Add: 8x4x4, from 6 and 7
                        9. ReLU: 8x4x4, from 8
                        """)),
            block("a projection", 4, 8, 8, 8, 2)
                .with("form", Form.PROJECTED.name())
                .that(
                    Wiring.same(
                        """
                        1. Input: 4x8x8
                        2. Conv2d 8, 3x3 /2 pad 1, no bias: 8x4x4, from 1
                        3. BatchNorm: 8x4x4, from 2
                        4. ReLU: 8x4x4, from 3
                        5. Conv2d 8, 3x3 pad 1, no bias: 8x4x4, from 4
                        6. BatchNorm: 8x4x4, from 5
                        7. Conv2d 8, 1x1 /2, no bias: 8x4x4, from 1
                        8. BatchNorm: 8x4x4, from 7
                        9. Add: 8x4x4, from 6 and 8
                        10. ReLU: 8x4x4, from 9
                        """))));
  }

  private static Check network() {
    return new Check(
        "lab4-network",
        "a network of 6n + 2 layers",
        "section 5, and the table below formula (1)",
        List.of(
            network("plain, 8 layers", 1, 4, 16, 10)
                .with("form", Form.PLAIN.name())
                .that(
                    Wiring.same(
                        """
                        1. Input: 3x16x16
                        2. Conv2d 4, 3x3 pad 1, no bias: 4x16x16, from 1
                        3. BatchNorm: 4x16x16, from 2
                        4. ReLU: 4x16x16, from 3
                        5. Conv2d 4, 3x3 pad 1, no bias: 4x16x16, from 4
                        6. BatchNorm: 4x16x16, from 5
                        7. ReLU: 4x16x16, from 6
                        8. Conv2d 4, 3x3 pad 1, no bias: 4x16x16, from 7
                        9. BatchNorm: 4x16x16, from 8
                        10. ReLU: 4x16x16, from 9
                        11. Conv2d 8, 3x3 /2 pad 1, no bias: 8x8x8, from 10
                        12. BatchNorm: 8x8x8, from 11
                        13. ReLU: 8x8x8, from 12
                        14. Conv2d 8, 3x3 pad 1, no bias: 8x8x8, from 13
                        15. BatchNorm: 8x8x8, from 14
                        16. ReLU: 8x8x8, from 15
                        17. Conv2d 16, 3x3 /2 pad 1, no bias: 16x4x4, from 16
                        18. BatchNorm: 16x4x4, from 17
                        19. ReLU: 16x4x4, from 18
                        20. Conv2d 16, 3x3 pad 1, no bias: 16x4x4, from 19
                        21. BatchNorm: 16x4x4, from 20
                        22. ReLU: 16x4x4, from 21
                        23. GlobalAvgPool: 16, from 22
                        24. Linear 10: 10, from 23
                        """)),
            network("padded shortcuts, 14 layers", 2, 4, 16, 10)
                .with("form", Form.PADDED.name())
                .that(counts(14, 6, 11_166, 433_312)),
            network("projections, 8 layers", 1, 4, 16, 10)
                .with("form", Form.PROJECTED.name())
                .that(counts(8, 3, 5214, 216_224))));
  }

  private static Expectation counts(int depth, int additions, long parameters, long macs) {
    String text = "%d layers deep, %d additions, %d parameters, %d MACs";
    return Expectation.network(
        text.formatted(depth, additions, parameters, macs),
        network ->
            counted(network, text).equals(text.formatted(depth, additions, parameters, macs)),
        network -> counted(network, text));
  }

  private static String counted(Network network, String text) {
    long additions = network.nodes().stream().filter(node -> node.op() instanceof Add).count();
    return text.formatted(
        Account.of(network, 1).depth(), additions, network.parameterCount(), network.macs());
  }

  private static Check gradientFlow() {
    return new Check(
        "lab4-gradient-flow",
        "the gradient at each depth of a chain of layers",
        "formula (6)",
        List.of(
            flow("plain layers that halve", false, 0.5, 0.5).expect(new double[] {0.25, 0.5, 1}),
            flow("residual layers with the same branches", true, 0.5, 0.5)
                .expect(new double[] {2.25, 1.5, 1}),
            flow("branches that do nothing", true, 0, 0, 0).expect(new double[] {1, 1, 1, 1})));
  }

  /** A case of a chain of layers with these slopes. */
  public static Case.Given flow(String topic, boolean residual, double... slopes) {
    return Case.of(topic).with("slopes", slopes).with("residual", residual);
  }

  private static Check gradientNorms() {
    return new Check(
        "lab4-gradient-norms",
        "the gradient's norm at each layer's weight",
        "formula (7)",
        List.of(
            probe("a convolution and a linear layer", small(false), 16, 1)
                .expect(new double[] {0.95613, 0.65544}, GRADIENT),
            probe("batch norm has a weight that is not asked for", small(true), 16, 1)
                .expect(new double[] {0.43893, 0.25209}, GRADIENT)));
  }

  /** A case of {@link Probe}. */
  public static Case.Given probe(String topic, Network network, int batch, int seed) {
    return Case.of(topic).with("network", network).with("batch", batch).with("seed", seed);
  }

  private static Network small(boolean normalised) {
    Node x = Node.input(3, 8, 8).then("conv", Conv2d.of(4, 3).padding(1));
    x = normalised ? x.then("bn", new BatchNorm()) : x;
    return Network.of(
        "small",
        x.then("relu", new ReLU()).then("pool", new GlobalAvgPool()).then("fc", Linear.of(10)));
  }
}
