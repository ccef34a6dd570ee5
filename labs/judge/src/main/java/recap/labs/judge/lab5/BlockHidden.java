package recap.labs.judge.lab5;

import static recap.labs.lab5.BlockChecks.block;
import static recap.labs.lab5.BlockChecks.budget;
import static recap.labs.lab5.BlockChecks.fire;
import static recap.labs.lab5.BlockChecks.inception;
import static recap.labs.lab5.BlockChecks.paths;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import recap.labs.blocks.Wiring;
import recap.labs.check.Case;
import recap.labs.check.Expectation;
import recap.labs.check.Inputs;
import recap.labs.check.Tolerance;
import recap.labs.judge.hidden.HiddenCases;
import recap.labs.lab5.Contest;
import recap.labs.lab5.ContestRules;
import recap.labs.lab5.Inception;
import recap.nn.Conv2d;
import recap.nn.Network;
import recap.nn.Node;

/** Other widths, cardinalities, strides and sizes, and other images in the contest. */
public final class BlockHidden implements HiddenCases {
  /** Other images and weights than {@link Contest#OPEN_SEED}, and no seed that one tries next. */
  private static final int HIDDEN_SEED = 617;

  @Override
  public String lab() {
    return "lab5";
  }

  @Override
  public Map<String, List<Case>> cases() {
    return Map.of(
        "lab5-bottleneck-macs",
        List.of(
            counted(paths("32 paths", 256, 32, 4, 56)),
            counted(paths("a block of a later stage", 1024, 1, 256, 14)),
            counted(paths("more than 2^31 MACs", 2048, 32, 64, 128))),
        "lab5-width-for",
        List.of(
            solved(budget("four paths", 256, 4, 69_632)),
            solved(budget("other channels", 512, 16, 278_528)),
            solved(budget("a budget below one filter", 1000, 64, 50_000))),
        "lab5-bottleneck",
        List.of(
            built(block("other filters at stride 1", 8, 6, 5, 6, 24, 1, 3)),
            built(block("stride 2 with as many filters", 12, 9, 9, 4, 12, 2, 2)),
            built(block("one filter a path", 8, 8, 8, 8, 8, 1, 8)),
            built(block("fewer filters than before", 32, 4, 4, 4, 16, 1, 1))),
        "lab5-inception-macs",
        List.of(
            spared(inception("not square", 5, 7, 9, 2, 3, 4, 5, 6, 7)),
            spared(inception("GoogLeNet's block 4e", 528, 14, 14, 256, 160, 320, 32, 128, 128)),
            spared(inception("more than 2^31 MACs", 1024, 112, 112, 256, 160, 320, 32, 128, 128))),
        "lab5-inception",
        List.of(
            joined(inception("GoogLeNet's block 3a", 192, 28, 28, 64, 96, 128, 16, 32, 32)),
            joined(inception("not square", 5, 7, 9, 2, 3, 4, 5, 6, 7))),
        "lab5-largest-squeeze",
        List.of(
            fire("a parameter too few", 96, 64, 64, 11_919).expect(15),
            fire("few channels, few biases to spare", 3, 8, 2, 329).expect(10),
            fire("nothing fits", 512, 256, 256, 3000).expect(0),
            fire("not even the biases fit", 16, 256, 256, 100).expect(0),
            squeezed("SqueezeNet's fire9", 512, 256, 256, 64)),
        "lab5-contest-valid",
        List.of(Case.of("the budget, as the judge counts it").that(ContestRules.valid())),
        "lab5-contest",
        List.of(
            Case.of("other images and weights")
                .with("seed", HIDDEN_SEED)
                .that(ContestRules.wins(HIDDEN_SEED))));
  }

  /** C separate paths, one of them counted. */
  private static Case counted(Case.Given given) {
    Inputs in = inputs(given);
    int c = in.integer("channels");
    int d = in.integer("d");
    Node x = Node.input(c, in.integer("size"), in.integer("size"));
    Node path = x.then(Conv2d.of(d, 1)).then(Conv2d.of(d, 3).padding(1)).then(Conv2d.of(c, 1));
    return given.expect(in.integer("C") * Network.of("path", path).macs());
  }

  /** Bisection: the cost rises with d. */
  private static Case solved(Case.Given given) {
    Inputs in = inputs(given);
    double c = in.integer("channels");
    double low = 0;
    double high = in.number("budget");
    for (int i = 0; i < 100; i++) {
      double d = (low + high) / 2;
      boolean affordable = in.integer("C") * (2 * c * d + 9 * d * d) <= in.number("budget");
      low = affordable ? d : low;
      high = affordable ? high : d;
    }
    return given.expect(low);
  }

  private static Case built(Case.Given given) {
    Inputs in = inputs(given);
    return given.that(
        wiring(
            in,
            x ->
                ReferenceBlocks.bottleneck(
                    x,
                    in.integer("middle"),
                    in.integer("out"),
                    in.integer("stride"),
                    in.integer("cardinality"))));
  }

  private static Case joined(Case.Given given) {
    Inputs in = inputs(given);
    return given.that(wiring(in, x -> ReferenceBlocks.inception(x, Inception.of(in))));
  }

  private static Case spared(Case.Given given) {
    Inputs in = inputs(given);
    Inception filters = Inception.of(in);
    Network reduced = Wiring.block(in, x -> ReferenceBlocks.inception(x, filters));
    Network direct = Wiring.block(in, x -> ReferenceBlocks.direct(x, filters));
    return given.expect(
        Map.of("reduced", reduced.macs(), "direct", direct.macs()), Tolerance.EXACT);
  }

  /** With the very budget that {@code squeeze} filters take. */
  private static Case squeezed(String topic, int in, int e1, int e3, int squeeze) {
    Node narrow = Node.input(in, 1, 1).then(Conv2d.of(squeeze, 1));
    Node wide = narrow.then(Conv2d.of(e1, 1));
    Node wider = narrow.then(Conv2d.of(e3, 3).padding(1));
    long parameters = Network.of("fire", wide, wider).parameterCount();
    return fire(topic, in, e1, e3, (int) parameters).expect(squeeze);
  }

  private static Expectation wiring(Inputs in, UnaryOperator<Node> block) {
    return Wiring.same(Wiring.block(in, block));
  }

  private static Inputs inputs(Case.Given given) {
    return new Inputs(given.inputs());
  }
}
