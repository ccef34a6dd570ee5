package recap.labs.lab2;

import java.util.List;
import java.util.Map;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.LabChecks;
import recap.labs.check.Tolerance;

/** The visible checks of lab 2: cases small enough to follow on paper. */
public final class ConvolutionChecks implements LabChecks {
  /** Central differences of a quadratic function; an input that was left moved by 0.01 shows. */
  public static final Tolerance NUMERICAL = new Tolerance(2e-3, 2e-3);

  @Override
  public String lab() {
    return "lab2";
  }

  @Override
  public List<Check> checks() {
    return List.of(
        outputSize(),
        macs(),
        convForward(),
        convBackwardInput(),
        convBackwardWeights(),
        poolForward(),
        poolBackward(),
        numericalGradient());
  }

  /** A case of {@link Convolution}. */
  public static Case.Given convolution(
      String topic, int c, int h, int w, int o, int k, int s, int p) {
    return Case.of(topic)
        .with("C", c)
        .with("H", h)
        .with("W", w)
        .with("O", o)
        .with("K", k)
        .with("S", s)
        .with("P", p);
  }

  /** A case of {@link Pooling}. */
  public static Case.Given pooling(String topic, int c, int h, int w, int k, int s) {
    return Case.of(topic).with("C", c).with("H", h).with("W", w).with("K", k).with("S", s);
  }

  private static Check outputSize() {
    return new Check(
        "lab2-output-size",
        "the size of an output",
        "formula (1)",
        List.of(
            size("a kernel without padding", 5, 3, 1, 0).expect(3),
            size("padding that keeps the size", 32, 3, 1, 1).expect(32),
            size("AlexNet's first layer", 227, 11, 4, 0).expect(55),
            size("a stride that does not divide", 6, 3, 2, 0).expect(2)));
  }

  private static Case.Given size(String topic, int in, int k, int s, int p) {
    return Case.of(topic).with("in", in).with("K", k).with("S", s).with("P", p);
  }

  private static Check macs() {
    return new Check(
        "lab2-macs",
        "the multiply-accumulates of a convolution",
        "formula (3)",
        List.of(
            convolution("one filter", 1, 5, 5, 1, 3, 1, 0).expect(81),
            convolution("three channels, four filters", 3, 8, 8, 4, 3, 1, 1).expect(6912)));
  }

  private static Check convForward() {
    return new Check(
        "lab2-conv-forward",
        "the forward pass of a convolution",
        "formula (2)",
        List.of(
            convolution("one channel, one filter", 1, 3, 3, 1, 2, 1, 0)
                .with("x", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
                .with("w", new float[] {1, 0, 0, -1})
                .with("b", new float[] {10})
                .expect(new float[] {6, 6, 6, 6}),
            convolution("padding", 1, 2, 2, 1, 3, 1, 1)
                .with("x", new float[] {1, 2, 3, 4})
                .with("w", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
                .with("b", new float[] {0})
                .expect(new float[] {77, 67, 47, 37}),
            convolution("two channels, two filters", 2, 2, 2, 2, 2, 1, 0)
                .with("x", new float[] {1, 2, 3, 4, 5, 6, 7, 8})
                .with("w", new float[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1})
                .with("b", new float[] {0, 1})
                .expect(new float[] {10, 27})));
  }

  private static Check convBackwardInput() {
    return new Check(
        "lab2-conv-backward-input",
        "the gradient of a convolution by its input",
        "formula (4)",
        List.of(
            convolution("one output", 1, 2, 2, 1, 2, 1, 0)
                .with("w", new float[] {1, 2, 3, 4})
                .with("dy", new float[] {10})
                .expect(new float[] {10, 20, 30, 40}),
            convolution("a kernel of one pixel", 1, 1, 3, 1, 1, 1, 0)
                .with("w", new float[] {2})
                .with("dy", new float[] {1, 2, 3})
                .expect(new float[] {2, 4, 6}),
            convolution("windows that overlap", 1, 3, 3, 1, 2, 1, 0)
                .with("w", new float[] {1, 1, 1, 1})
                .with("dy", new float[] {1, 1, 1, 1})
                .expect(new float[] {1, 2, 1, 2, 4, 2, 1, 2, 1})));
  }

  private static Check convBackwardWeights() {
    return new Check(
        "lab2-conv-backward-weights",
        "the gradients of a convolution by its weights and its bias",
        "formulas (5) and (6)",
        List.of(
            convolution("one output", 1, 2, 2, 1, 2, 1, 0)
                .with("x", new float[] {1, 2, 3, 4})
                .with("dy", new float[] {10})
                .expect(Map.of("dw", new float[] {10, 20, 30, 40}, "db", new float[] {10})),
            convolution("four outputs", 1, 3, 3, 1, 2, 1, 0)
                .with("x", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
                .with("dy", new float[] {1, 0, 0, -1})
                .expect(Map.of("dw", new float[] {-4, -4, -4, -4}, "db", new float[] {0}))));
  }

  private static Check poolForward() {
    return new Check(
        "lab2-pool-forward",
        "the forward pass of a max pool",
        "formula (7)",
        List.of(
            pooling("windows side by side", 1, 2, 4, 2, 2)
                .with("x", new float[] {1, 5, 2, 0, 3, 4, 8, 7})
                .expect(new float[] {5, 8}),
            pooling("negative values", 1, 2, 2, 2, 2)
                .with("x", new float[] {-4, -2, -3, -1})
                .expect(new float[] {-1})));
  }

  private static Check poolBackward() {
    return new Check(
        "lab2-pool-backward",
        "the gradient of a max pool by its input",
        "formula (8)",
        List.of(
            pooling("windows side by side", 1, 2, 4, 2, 2)
                .with("x", new float[] {1, 5, 2, 0, 3, 4, 8, 7})
                .with("dy", new float[] {10, 20})
                .expect(new float[] {0, 10, 0, 0, 0, 0, 20, 0}),
            pooling("the first of two equal values", 1, 2, 2, 2, 2)
                .with("x", new float[] {1, 7, 7, 1})
                .with("dy", new float[] {1})
                .expect(new float[] {0, 1, 0, 0})));
  }

  private static Check numericalGradient() {
    return new Check(
        "lab2-numerical-gradient",
        "a gradient by central differences",
        "formula (9)",
        List.of(
            slopes(
                "f(x) = (sum of a x) squared / 2, by each x",
                new float[] {1, 2, 3},
                new float[] {1, -1, 0.5f},
                0.5f,
                1,
                1.5f)));
  }

  /** A case of {@link #numericalGradient()}: dx must come out, and x stay as it was. */
  public static Case slopes(String topic, float[] a, float[] x, float... dx) {
    return Case.of(topic).with("a", a).with("x", x).expect(Map.of("dx", dx, "x", x), NUMERICAL);
  }
}
