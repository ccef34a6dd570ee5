package recap.labs.judge.lab2;

import static recap.labs.lab2.ConvolutionChecks.convolution;
import static recap.labs.lab2.ConvolutionChecks.pooling;
import static recap.labs.lab2.ConvolutionChecks.slopes;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import recap.labs.check.Case;
import recap.labs.check.Case.Given;
import recap.labs.check.Inputs;
import recap.labs.judge.hidden.HiddenCases;
import recap.labs.lab2.Convolution;
import recap.labs.lab2.Pooling;

/** Random values in shapes that tell common mistakes apart. */
public final class ConvolutionHidden implements HiddenCases {
  private static final List<Given> CONVOLUTIONS =
      List.of(
          convolution("neither square nor of one channel", 3, 4, 6, 2, 3, 1, 0),
          convolution("padding", 2, 5, 4, 3, 3, 1, 1),
          convolution("stride 2", 2, 7, 6, 2, 3, 2, 0),
          convolution("stride and padding", 3, 6, 9, 4, 5, 3, 2),
          convolution("a 1x1 kernel", 4, 3, 2, 3, 1, 1, 0));

  private static final List<Given> MACS =
      Stream.concat(
              CONVOLUTIONS.stream(),
              Stream.of(convolution("more than an int holds", 256, 112, 112, 256, 3, 1, 1)))
          .toList();

  private static final List<Given> POOLS =
      List.of(
          pooling("several channels", 3, 4, 6, 2, 2),
          pooling("windows that overlap", 2, 7, 5, 3, 2),
          pooling("an edge that no window reaches", 1, 5, 6, 2, 2));

  @Override
  public String lab() {
    return "lab2";
  }

  @Override
  public Map<String, List<Case>> cases() {
    return Map.of(
        "lab2-output-size",
        List.of(
            size("a 1x1 kernel", 7, 1, 1, 0).expect(7),
            size("stride with padding", 224, 7, 2, 3).expect(112),
            size("stride 3 with padding", 224, 3, 3, 1).expect(75),
            size("a kernel as large as the input", 5, 5, 3, 0).expect(1)),
        "lab2-macs",
        each(MACS, given -> given.expect(naive(given).macs())),
        "lab2-conv-forward",
        each(
            CONVOLUTIONS,
            bare -> {
              Given given = bare.with("x", x(bare)).with("w", w(bare)).with("b", b(bare));
              return given.expect(naive(bare).forward(x(bare), w(bare), b(bare)));
            }),
        "lab2-conv-backward-input",
        each(
            CONVOLUTIONS,
            bare ->
                bare.with("w", w(bare))
                    .with("dy", dy(bare))
                    .expect(naive(bare).backwardInput(w(bare), dy(bare)))),
        "lab2-conv-backward-weights",
        each(
            CONVOLUTIONS,
            bare ->
                bare.with("x", x(bare))
                    .with("dy", dy(bare))
                    .expect(naive(bare).backwardWeights(x(bare), dy(bare)))),
        "lab2-pool-forward",
        each(
            POOLS,
            bare -> {
              float[] x = poolInput(bare);
              return bare.with("x", x).expect(pool(bare).forward(x));
            }),
        "lab2-pool-backward",
        each(
            POOLS,
            bare -> {
              float[] x = poolInput(bare);
              float[] dy = random("dy", pool(bare).outputs());
              return bare.with("x", x).with("dy", dy).expect(pool(bare).backward(x, dy));
            }),
        "lab2-numerical-gradient",
        List.of(
            slopes(
                "a steep function",
                new float[] {20, -30, 10},
                new float[] {1.5f, 1, 0.2f},
                40,
                -60,
                20),
            // The first moves by 0.0078 to either side, the second by 0.0098.
            slopes(
                "large inputs, which cannot move by exactly h",
                new float[] {0.5f, 1},
                new float[] {100_000, -20_000},
                15_000,
                30_000)));
  }

  private static Given size(String topic, int in, int k, int s, int p) {
    return Case.of(topic).with("in", in).with("K", k).with("S", s).with("P", p);
  }

  private static List<Case> each(List<Given> given, Function<Given, Case> completed) {
    return given.stream().map(completed).toList();
  }

  private static Convolution convolutionOf(Given given) {
    return Convolution.of(new Inputs(given.inputs()));
  }

  private static NaiveConvolution naive(Given given) {
    return new NaiveConvolution(convolutionOf(given));
  }

  private static NaivePooling pool(Given given) {
    return new NaivePooling(Pooling.of(new Inputs(given.inputs())));
  }

  private static float[] x(Given given) {
    Convolution c = convolutionOf(given);
    return random("x", c.channels() * c.height() * c.width());
  }

  private static float[] w(Given given) {
    Convolution c = convolutionOf(given);
    return random("w", c.filters() * c.channels() * c.kernel() * c.kernel());
  }

  private static float[] b(Given given) {
    return random("b", convolutionOf(given).filters());
  }

  private static float[] dy(Given given) {
    return random("dy", naive(given).outputs());
  }

  private static float[] poolInput(Given given) {
    Pooling p = Pooling.of(new Inputs(given.inputs()));
    return random("x", p.channels() * p.height() * p.width());
  }

  /** The same values for the same name, so that grading twice gives the same grade. */
  private static float[] random(String name, int count) {
    var random = new Random(name.hashCode());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }
}
