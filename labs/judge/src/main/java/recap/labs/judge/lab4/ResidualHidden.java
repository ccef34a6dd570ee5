package recap.labs.judge.lab4;

import static recap.labs.lab4.ResidualChecks.GRADIENT;
import static recap.labs.lab4.ResidualChecks.block;
import static recap.labs.lab4.ResidualChecks.flow;
import static recap.labs.lab4.ResidualChecks.network;
import static recap.labs.lab4.ResidualChecks.probe;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import recap.labs.blocks.Wiring;
import recap.labs.check.Case;
import recap.labs.check.Expectation;
import recap.labs.check.Inputs;
import recap.labs.check.Tolerance;
import recap.labs.judge.hidden.HiddenCases;
import recap.labs.lab4.Form;
import recap.labs.lab4.Probe;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.onednn.Executable;

/** Other depths, widths, strides and sizes; whole networks layer by layer. */
public final class ResidualHidden implements HiddenCases {
  /** What blocks are tried on besides the visible cases. */
  private static final List<Case.Given> BLOCKS =
      List.of(
          block("the same shape, not square", 6, 5, 9, 6, 1),
          block("more filters at stride 1", 4, 8, 8, 12, 1),
          block("stride 2 on an odd size", 8, 7, 7, 16, 2),
          block("stride 2 with as many filters", 8, 8, 8, 8, 2),
          block("stride 3", 5, 10, 9, 7, 3));

  @Override
  public String lab() {
    return "lab4";
  }

  @Override
  public Map<String, List<Case>> cases() {
    return Map.of(
        "lab4-count",
        List.of(
            counted(network("a depth of 56", 9, 16, 32, 10)),
            counted(network("another width and 100 classes", 2, 5, 32, 100)),
            counted(network("a size that stride 2 does not divide", 2, 4, 33, 10)),
            counted(network("more than an int holds", 2, 64, 224, 1000))),
        "lab4-plain-block",
        blocks((x, given) -> ReferenceNetwork.block(x, filters(given), stride(given), Form.PLAIN)),
        "lab4-padded-shortcut",
        List.of(
            padded(block("an odd size at stride 2", 2, 5, 3, 4, 2)),
            padded(block("stride 3", 3, 7, 8, 3, 3)),
            padded(block("stride 1", 2, 3, 4, 5, 1))),
        "lab4-projection",
        blocks(
            (x, given) ->
                ReferenceNetwork.shortcut(x, filters(given), stride(given), Form.PROJECTED)),
        "lab4-residual-block",
        List.of(Form.PADDED, Form.PROJECTED).stream()
            .flatMap(form -> BLOCKS.stream().map(given -> residual(given, form)))
            .toList(),
        "lab4-network",
        List.of(
            built(network("plain, 20 layers", 3, 8, 32, 10), Form.PLAIN),
            built(network("padded shortcuts, 8 layers, an odd width", 1, 3, 16, 7), Form.PADDED),
            built(network("padded shortcuts, 32 layers", 5, 16, 32, 10), Form.PADDED),
            built(network("projections, 14 layers, 100 classes", 2, 6, 24, 100), Form.PROJECTED)),
        "lab4-gradient-flow",
        List.of(
            flowing(flow("one layer", false, 3)),
            flowing(flow("plain layers of different slopes", false, 2, -0.5, 3, 0.1)),
            flowing(flow("residual layers of different slopes", true, 2, -0.5, 3, 0.1)),
            flowing(flow("a residual branch that cancels the shortcut", true, 1, -1, 1))),
        "lab4-gradient-norms",
        List.of(
            probed(probe("a plain network", small(2, Form.PLAIN), 8, 3)),
            probed(probe("padded shortcuts", small(1, Form.PADDED), 8, 4)),
            probed(probe("projections", small(1, Form.PROJECTED), 8, 5))));
  }

  /** A block of the reference. */
  private interface Block {
    Node on(Node x, Case.Given given);
  }

  private static List<Case> blocks(Block block) {
    return BLOCKS.stream()
        .map(given -> given.that(wiring(given, x -> block.on(x, given))))
        .toList();
  }

  private static Case residual(Case.Given given, Form form) {
    return new Case.Given(given.topic() + ", " + form, given.inputs())
        .with("form", form.name())
        .that(wiring(given, x -> ReferenceNetwork.block(x, filters(given), stride(given), form)));
  }

  private static Expectation wiring(Case.Given given, UnaryOperator<Node> block) {
    return Wiring.same(Wiring.block(inputs(given), block));
  }

  private static Case counted(Case.Given given) {
    Network network = reference(given, Form.PLAIN);
    return given.expect(
        Map.of("parameters", network.parameterCount(), "macs", network.macs()), Tolerance.EXACT);
  }

  private static Case built(Case.Given given, Form form) {
    return given.with("form", form.name()).that(Wiring.same(reference(given, form)));
  }

  private static Network reference(Case.Given given, Form form) {
    Inputs in = inputs(given);
    int size = in.integer("size");
    return ReferenceNetwork.of(
        in.integer("n"),
        in.integer("width"),
        form,
        Shape.image(3, size, size),
        in.integer("classes"));
  }

  private static Network small(int n, Form form) {
    return ReferenceNetwork.of(n, 8, form, Shape.image(3, 16, 16), 10);
  }

  private static Case padded(Case.Given given) {
    Inputs in = inputs(given);
    int height = in.integer("H");
    int width = in.integer("W");
    int stride = stride(given);
    float[] x = new float[in.integer("C") * height * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = i + 1;
    }
    int outHeight = (height - 1) / stride + 1;
    int outWidth = (width - 1) / stride + 1;
    float[] y = new float[filters(given) * outHeight * outWidth];
    for (int i = 0; i < in.integer("C") * outHeight * outWidth; i++) {
      int channel = i / (outHeight * outWidth);
      int row = i / outWidth % outHeight * stride;
      y[i] = x[(channel * height + row) * width + i % outWidth * stride];
    }
    return given.with("x", x).expect(y);
  }

  private static Case flowing(Case.Given given) {
    double[] slopes = inputs(given).doubles("slopes");
    double[] gradients = new double[slopes.length + 1];
    gradients[slopes.length] = 1;
    for (int l = slopes.length - 1; l >= 0; l--) {
      double through = inputs(given).flag("residual") ? 1 + slopes[l] : slopes[l];
      gradients[l] = through * gradients[l + 1];
    }
    return given.expect(gradients);
  }

  /** Computed only when it is asked for: it runs oneDNN. */
  private static Case probed(Case.Given given) {
    return given.that(
        answer -> given.expect(norms(inputs(given)), GRADIENT).expected().mismatch(answer));
  }

  private static double[] norms(Inputs in) {
    return Probe.of(in).run(ResidualHidden::norms);
  }

  private static double[] norms(Executable step, int[] labels) {
    step.forward();
    step.loss(labels);
    step.backward();
    return step.network().nodes().stream()
        .filter(node -> node.op() instanceof Conv2d || node.op() instanceof Linear)
        .mapToDouble(node -> step.gradientNorm(node.name() + ".weight"))
        .toArray();
  }

  private static Inputs inputs(Case.Given given) {
    return new Inputs(given.inputs());
  }

  private static int filters(Case.Given given) {
    return inputs(given).integer("filters");
  }

  private static int stride(Case.Given given) {
    return inputs(given).integer("stride");
  }
}
