package recap.labs.lab3;

import static recap.labs.lab3.LayerCase.answer;

import java.util.List;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.LabChecks;
import recap.labs.check.Tolerance;

/** The visible checks of lab 3: values that one can follow with a pocket calculator. */
public final class ActivationChecks implements LabChecks {
  /** A central difference in float32 with h = 0.01 keeps about three digits. */
  public static final Tolerance NUMERICAL = new Tolerance(2e-3, 2e-3);

  @Override
  public String lab() {
    return "lab3";
  }

  @Override
  public List<Check> checks() {
    return List.of(
        relu(), tanh(), sigmoid(), normForward(), normBackward(), numericalGradient(), epochs());
  }

  /** A batch of N samples C x H x W. */
  public static Case.Given batch(String topic, int n, int c, int h, int w, float... x) {
    return Case.of(topic).with("N", n).with("C", c).with("H", h).with("W", w).with("x", x);
  }

  private static Check relu() {
    return new Check(
        "lab3-relu",
        "ReLU, forward and backward",
        "formulas (1) and (2)",
        List.of(
            batch("both signs and zero", 1, 1, 1, 3, -1.5f, 0, 2)
                .with("dy", new float[] {10, 20, 30})
                .expect(answer("y", new float[] {0, 0, 2}, "dx", new float[] {0, 0, 30})),
            batch("gradients of both signs", 1, 1, 2, 2, 1, 1, -1, -1)
                .with("dy", new float[] {-3, 3, -3, 3})
                .expect(answer("y", new float[] {1, 1, 0, 0}, "dx", new float[] {-3, 3, 0, 0}))));
  }

  private static Check tanh() {
    return new Check(
        "lab3-tanh",
        "tanh, forward and backward",
        "formulas (3) and (4)",
        List.of(
            batch("at zero the slope is 1", 1, 1, 1, 1, 0)
                .with("dy", new float[] {5})
                .expect(answer("y", new float[] {0}, "dx", new float[] {5})),
            batch("both signs", 1, 1, 1, 2, 0.5f, -1)
                .with("dy", new float[] {1, 10})
                .expect(
                    answer(
                        "y",
                        new float[] {0.462117f, -0.761594f},
                        "dx",
                        new float[] {0.786448f, 4.19974f}))));
  }

  private static Check sigmoid() {
    return new Check(
        "lab3-sigmoid",
        "sigmoid, forward and backward",
        "formulas (5) and (6)",
        List.of(
            batch("at zero the slope is a quarter", 1, 1, 1, 1, 0)
                .with("dy", new float[] {8})
                .expect(answer("y", new float[] {0.5f}, "dx", new float[] {2})),
            batch("both signs", 1, 1, 1, 2, 1, -2)
                .with("dy", new float[] {1, 10})
                .expect(
                    answer(
                        "y",
                        new float[] {0.731059f, 0.119203f},
                        "dx",
                        new float[] {0.196612f, 1.04994f}))));
  }

  /** A batch with the settings of a response norm. */
  public static Case.Given norm(Case.Given batch, int n, double alpha, double beta, double k) {
    return batch.with("n", n).with("alpha", alpha).with("beta", beta).with("k", k);
  }

  private static Check normForward() {
    return new Check(
        "lab3-norm-forward",
        "local response normalisation, forward",
        "formula (7)",
        List.of(
            norm(batch("one pixel of three channels", 1, 3, 1, 1, 1, 2, 3), 3, 3, 1, 1)
                .expect(new float[] {1 / 6f, 2 / 15f, 3 / 14f}),
            norm(batch("two pixels of two channels", 1, 2, 1, 2, 1, 2, 3, 4), 3, 3, 0.5, 0)
                .expect(new float[] {0.316228f, 0.447214f, 0.948683f, 0.894427f})));
  }

  private static Check normBackward() {
    return new Check(
        "lab3-norm-backward",
        "local response normalisation, backward",
        "formula (8)",
        List.of(
            norm(batch("one channel alone", 1, 1, 1, 1, 2), 3, 3, 1, 1)
                .with("y", new float[] {0.4f})
                .with("dy", new float[] {1})
                .expect(new float[] {-0.12f}),
            norm(batch("a neighbour's gradient", 1, 2, 1, 1, 1, 2), 3, 3, 1, 1)
                .with("y", new float[] {1 / 6f, 1 / 3f})
                .with("dy", new float[] {0, 1})
                .expect(new float[] {-1 / 9f, -1 / 18f})));
  }

  private static Check numericalGradient() {
    return new Check(
        "lab3-numerical-gradient",
        "the gradient of a layer by central differences",
        "formula (9)",
        List.of(
            probe(Probe.CUBE, batch("y[i] = x[i]^3", 1, 1, 1, 3, 1, -1, 0.5f))
                .with("dy", new float[] {1, 2, 4})
                .expect(gradient(new float[] {1, -1, 0.5f}, new float[] {3, 6, 3}), NUMERICAL),
            probe(Probe.PRODUCT, batch("y[i] = x[i] x[i + 1]", 1, 1, 1, 3, 1, 2, 3))
                .with("dy", new float[] {1, 0, 0})
                .expect(gradient(new float[] {1, 2, 3}, new float[] {2, 1, 0}), NUMERICAL)));
  }

  /** A batch that goes through {@code probe}. */
  public static Case.Given probe(Probe probe, Case.Given batch) {
    return batch.with("layer", probe.name());
  }

  /** The answer: dx, and x as it was. */
  public static Object gradient(float[] x, float[] dx) {
    return answer("dx", dx, "x", x);
  }

  private static Check epochs() {
    return new Check(
        "lab3-epochs",
        "the epochs that a curve takes to a target",
        "formula (10)",
        List.of(
            curve("between two points", 0.5, 0.9, 0.7, 0.3).expect(2.5),
            curve("exactly on a point", 0.3, 0.9, 0.7, 0.3, 0.2).expect(3.0),
            curve("never", 0.1, 0.9, 0.7, 0.3).expect(Double.POSITIVE_INFINITY)));
  }

  /** A case of a curve: its errors after epoch 1, 2, 3, ... */
  public static Case.Given curve(String topic, double target, double... errors) {
    return Case.of(topic).with("errors", errors).with("target", target);
  }
}
