package recap.labs.lab1;

import java.util.List;
import recap.account.Account;
import recap.account.LayerKind;
import recap.account.Row;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.LabChecks;
import recap.labs.check.Tolerance;
import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.zoo.AlexNet;

/** The visible checks of lab 1. Small counts are written out; whole networks are accounted. */
public final class CountChecks implements LabChecks {
  /** Pixels along a side of what the paper's AlexNet really takes in. */
  public static final int ALEXNET_SIDE = 227;

  /** Classes of ImageNet. */
  public static final int CLASSES = 1000;

  /** What the paper's AlexNet really takes in. */
  public static final Shape ALEXNET_INPUT = Shape.image(3, ALEXNET_SIDE, ALEXNET_SIDE);

  @Override
  public String lab() {
    return "lab1";
  }

  @Override
  public List<Check> checks() {
    return List.of(
        outputSize(),
        inputSizes(),
        parameters(),
        operations(),
        memory(),
        account(),
        share(),
        recount());
  }

  /** {@code alexnet_paper} for ImageNet. */
  private static Network alexNet() {
    return AlexNet.paper(ALEXNET_INPUT, CLASSES);
  }

  /** A case with an image C x H x W. */
  public static Case.Given image(String topic, int c, int h, int w) {
    return Case.of(topic).with("C", c).with("H", h).with("W", w);
  }

  /** A case of one layer over an image C x H x W. */
  public static Case.Given layer(String topic, int c, int h, int w, Layer layer) {
    return image(topic, c, h, w).with("layer", layer.values());
  }

  /** A case of the layers of {@code network}. */
  public static Case.Given layers(String topic, Network network) {
    Shape input = network.input().shape();
    return image(topic, input.channels(), input.height(), input.width())
        .with("layers", Layers.of(network).stream().map(Layer::values).toList());
  }

  /** A case of the layers of {@code network}, whose account by the library must come out. */
  public static Case accounted(String topic, Network network) {
    List<String> names = Layers.of(network).stream().map(Layer::name).toList();
    List<Cost> costs =
        Account.of(network, 1).rows().stream()
            .filter(row -> names.contains(row.name()))
            .map(CountChecks::cost)
            .toList();
    return layers(topic, network).expect(Cost.byName(costs), Tolerance.EXACT);
  }

  private static Cost cost(Row row) {
    return new Cost(
        row.name(), row.output(), row.parameters(), row.operations(), row.activationBytes());
  }

  private static Check outputSize() {
    return new Check(
        "lab1-output-size",
        "outputs along one side",
        "formula (1)",
        List.of(
            side("AlexNet's first layer", 227, 11, 4, 0).expect(55),
            side("padding that keeps the size", 13, 3, 1, 1).expect(13),
            side("a pixel left over", 56, 3, 2, 0).expect(27)));
  }

  /** A case of a window that moves along {@code n} pixels. */
  public static Case.Given side(String topic, int n, int k, int s, int p) {
    return Case.of(topic).with("n", n).with("K", k).with("S", s).with("P", p);
  }

  private static Check inputSizes() {
    return new Check(
        "lab1-input-sizes",
        "inputs that leave no pixel over",
        "formula (2)",
        List.of(
            range("every second size", 3, 9, 3, 2, 0).expect(List.of(3, 5, 7, 9)),
            range("around AlexNet's input", 220, 230, 11, 4, 0).expect(List.of(223, 227)),
            range("none", 224, 226, 11, 4, 0).expect(List.of())));
  }

  /** A case of input sizes from {@code least} to {@code most}. */
  public static Case.Given range(String topic, int least, int most, int k, int s, int p) {
    return Case.of(topic)
        .with("least", least)
        .with("most", most)
        .with("K", k)
        .with("S", s)
        .with("P", p);
  }

  private static Check parameters() {
    return new Check(
        "lab1-parameters",
        "the parameters of a layer",
        "formulas (3) and (4)",
        List.of(
            layer("a convolution", 3, 8, 8, Layer.conv("conv", 4, 3, 1, 1, 1)).expect(112),
            layer("two groups", 4, 8, 8, Layer.conv("conv", 6, 3, 1, 1, 2)).expect(114),
            layer("a linear layer over a vector", 5, 1, 1, Layer.linear("fc", 2)).expect(12),
            layer("a pool", 3, 8, 8, Layer.pool("pool", 2, 2)).expect(0)));
  }

  private static Check operations() {
    return new Check(
        "lab1-operations",
        "the operations of a layer",
        "formula (5)",
        List.of(
            layer("a convolution", 3, 8, 8, Layer.conv("conv", 4, 3, 1, 1, 1)).expect(6912),
            layer("stride 2", 3, 8, 8, Layer.conv("conv", 4, 3, 2, 1, 1)).expect(1728),
            layer("a pool", 3, 8, 8, Layer.pool("pool", 2, 2)).expect(192),
            layer("a linear layer over maps", 2, 3, 4, Layer.linear("fc", 5)).expect(120)));
  }

  private static Check memory() {
    return new Check(
        "lab1-training-bytes",
        "the bytes of a training step",
        "formula (7)",
        List.of(
            step("parameters alone", 10, 0, 1).expect(120),
            step("values alone", 0, 10, 3).expect(120),
            step("both", 1000, 500, 2).expect(16_000)));
  }

  /** A case of a training step. */
  public static Case.Given step(String topic, long parameters, long values, int batch) {
    return Case.of(topic).with("parameters", parameters).with("values", values).with("N", batch);
  }

  /** A network that one can count on paper. */
  private static Network small() {
    Node x = Node.input(1, 8, 8).then("conv", Conv2d.of(2, 3)).then("pool", MaxPool.of(2, 2));
    return Network.of("small", x.then(new Flatten()).then("fc", Linear.of(10)));
  }

  private static Check account() {
    return new Check(
        "lab1-account",
        "the account of a network",
        "formulas (1) and (3) to (6)",
        List.of(accounted("three layers", small()), accounted("AlexNet", alexNet())));
  }

  /** A case of the share that layers of {@code kind} have in the multiply-accumulates. */
  public static Case share(String topic, Network network, Layer.Kind kind) {
    LayerKind group = kind == Layer.Kind.LINEAR ? LayerKind.FULLY_CONNECTED : LayerKind.CONVOLUTION;
    return layers(topic, network)
        .with("kind", kind.name())
        .expect(Account.of(network, 1).share(group, Row::macs));
  }

  private static Check share() {
    return new Check(
        "lab1-share",
        "the share of one kind of layer in the multiply-accumulates",
        "formula (8)",
        List.of(
            share("three layers", small(), Layer.Kind.LINEAR),
            share("AlexNet", alexNet(), Layer.Kind.CONV)));
  }

  private static Check recount() {
    return new Check(
        "lab1-recount",
        "what the notes should say",
        "the table of statements",
        List.of(
            statement("statement A", "A", ALEXNET_SIDE, CLASSES).expect(72_855_552.0),
            statement("statement B", "B", ALEXNET_SIDE, CLASSES).expect(419_904.0)));
  }

  /** A case of a statement: AlexNet takes square images, VGG-16 those of ImageNet. */
  public static Case.Given statement(String topic, String letter, int alexNetSide, int classes) {
    return Case.of(topic)
        .with("statement", letter)
        .with("pixels a side of AlexNet", alexNetSide)
        .with("classes", classes);
  }
}
