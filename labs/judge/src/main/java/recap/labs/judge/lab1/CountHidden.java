package recap.labs.judge.lab1;

import static recap.labs.lab1.CountChecks.ALEXNET_INPUT;
import static recap.labs.lab1.CountChecks.ALEXNET_SIDE;
import static recap.labs.lab1.CountChecks.CLASSES;
import static recap.labs.lab1.CountChecks.accounted;
import static recap.labs.lab1.CountChecks.layer;
import static recap.labs.lab1.CountChecks.range;
import static recap.labs.lab1.CountChecks.share;
import static recap.labs.lab1.CountChecks.side;
import static recap.labs.lab1.CountChecks.statement;
import static recap.labs.lab1.CountChecks.step;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import recap.account.Account;
import recap.account.LayerKind;
import recap.account.Row;
import recap.labs.check.Case;
import recap.labs.judge.hidden.HiddenCases;
import recap.labs.lab1.Layer;
import recap.labs.lab1.Layer.Kind;
import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.zoo.AlexNet;
import recap.zoo.Vgg;

/** Shapes that tell common mistakes apart; whole networks are accounted by the library. */
public final class CountHidden implements HiddenCases {
  private static final Shape VGG_INPUT = Shape.image(3, 224, 224);

  @Override
  public String lab() {
    return "lab1";
  }

  @Override
  public Map<String, List<Case>> cases() {
    return Map.of(
        "lab1-output-size",
        List.of(
            side("a 1x1 kernel", 7, 1, 1, 0).expect(7),
            side("stride with padding", 224, 7, 2, 3).expect(112),
            side("stride with padding and pixels left over", 224, 11, 4, 2).expect(55),
            side("stride 3 with padding", 224, 3, 3, 1).expect(75),
            side("a kernel as large as the input", 5, 5, 3, 0).expect(1)),
        "lab1-input-sizes",
        List.of(
            range("padding", 220, 227, 7, 2, 3).expect(List.of(221, 223, 225, 227)),
            range("stride 1", 30, 33, 5, 1, 2).expect(List.of(30, 31, 32, 33)),
            range("inputs smaller than the kernel", 1, 8, 5, 2, 0).expect(List.of(5, 7)),
            range("inputs that fit with their padding alone", 1, 8, 5, 2, 2)
                .expect(List.of(1, 3, 5, 7))),
        "lab1-parameters",
        List.of(
            layer("a 1x1 kernel", 64, 5, 7, Layer.conv("conv", 16, 1, 1, 0, 1)).expect(1040),
            layer("a group for each channel", 8, 5, 7, Layer.conv("conv", 8, 3, 1, 1, 8))
                .expect(80),
            layer("a linear layer over maps", 256, 6, 6, Layer.linear("fc", 4096))
                .expect(37_752_832),
            layer("more than an int holds", 512, 7, 7, Layer.linear("fc", 100_000))
                .expect(2_508_900_000L)),
        "lab1-operations",
        List.of(
            layer("two groups", 96, 27, 27, Layer.conv("conv", 256, 5, 1, 2, 2))
                .expect(223_948_800),
            layer("an image that is not square", 3, 9, 6, Layer.conv("conv", 2, 3, 2, 0, 1))
                .expect(432),
            layer("a pool whose windows overlap", 64, 56, 56, Layer.pool("pool", 3, 2))
                .expect(419_904),
            layer(
                    "a convolution of more than an int holds",
                    128,
                    112,
                    112,
                    Layer.conv("conv", 128, 5, 1, 2, 1))
                .expect(5_138_022_400L),
            layer(
                    "a linear layer of more than an int holds",
                    512,
                    7,
                    7,
                    Layer.linear("fc", 100_000))
                .expect(2_508_800_000L),
            layer("a pool of more than an int holds", 1024, 2048, 2048, Layer.pool("pool", 2, 2))
                .expect(4_294_967_296L)),
        "lab1-training-bytes",
        List.of(
            step("an odd batch", 7, 11, 5).expect(304),
            step("more than an int holds", 60_965_224, 2_000_000, 512).expect(4_827_582_688L)),
        "lab1-account",
        List.of(
            accounted("groups, padding and an image that is not square", grouped()),
            accounted("layers without a linear one", convolutions()),
            accounted("one tower", AlexNet.torchvision(ALEXNET_INPUT, CLASSES)),
            accounted("VGG-16", vgg16())),
        "lab1-share",
        List.of(
            share("VGG-16", vgg16(), Kind.LINEAR),
            share("layers without a linear one", convolutions(), Kind.LINEAR),
            share("groups", grouped(), Kind.CONV)),
        "lab1-recount",
        statements());
  }

  private static Network vgg16() {
    return Vgg.of(16, VGG_INPUT, CLASSES);
  }

  private static Network grouped() {
    Node x = Node.input(4, 13, 10);
    x = x.then("conv1", Conv2d.of(6, 3).stride(2).padding(1).groups(2));
    x = x.then("pool1", MaxPool.of(2, 2)).then("conv2", Conv2d.of(9, 1).groups(3));
    return Network.of("grouped", x.then(new Flatten()).then("fc", Linear.of(7)));
  }

  private static Network convolutions() {
    Node x = Node.input(2, 9, 9).then("conv1", Conv2d.of(3, 3)).then("conv2", Conv2d.of(4, 3));
    return Network.of("convolutions", x);
  }

  /**
   * What a method types in is right for the networks of the notes alone, so others are asked for.
   */
  private static List<Case> statements() {
    return Stream.concat(
            statements("", "CDEFGH", ALEXNET_SIDE, CLASSES),
            statements(" of smaller networks", "ABCDEFGH", 195, 20))
        .toList();
  }

  private static Stream<Case> statements(String of, String letters, int alexNetSide, int classes) {
    Shape image = Shape.image(3, alexNetSide, alexNetSide);
    Account alexNet = Account.of(AlexNet.paper(image, classes), 1);
    Account vgg = Account.of(Vgg.of(16, VGG_INPUT, classes), 1);
    Account wide = Account.of(wide(image), 1);
    return letters
        .chars()
        .mapToObj(Character::toString)
        .map(
            letter ->
                statement("statement " + letter + of, letter, alexNetSide, classes)
                    .expect(count(letter, wide, alexNet, vgg)));
  }

  private static Network wide(Shape image) {
    Node x = Node.input(image).then("conv", Conv2d.of(64, 11).stride(4).padding(2));
    return Network.of("wide", x.then("pool", MaxPool.of(3, 2)));
  }

  private static double count(String letter, Account wide, Account alexNet, Account vgg) {
    return switch (letter) {
      case "A" -> wide.row("conv").operations();
      case "B" -> wide.row("pool").operations();
      case "C" -> alexNet.parameters();
      case "D" -> alexNet.macs();
      case "E" -> alexNet.neurons();
      case "F" -> (double) alexNet.row("fc6").parameters() / alexNet.row("conv1").parameters();
      case "G" -> (double) vgg.parameters() / alexNet.parameters();
      default -> vgg.share(LayerKind.FULLY_CONNECTED, Row::macs);
    };
  }
}
