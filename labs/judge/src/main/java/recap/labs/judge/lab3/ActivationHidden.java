package recap.labs.judge.lab3;

import static recap.labs.lab3.ActivationChecks.NUMERICAL;
import static recap.labs.lab3.ActivationChecks.batch;
import static recap.labs.lab3.ActivationChecks.curve;
import static recap.labs.lab3.ActivationChecks.gradient;
import static recap.labs.lab3.ActivationChecks.norm;
import static recap.labs.lab3.ActivationChecks.probe;
import static recap.labs.lab3.LayerCase.answer;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import recap.labs.check.Case;
import recap.labs.check.Case.Given;
import recap.labs.check.Inputs;
import recap.labs.judge.hidden.HiddenCases;
import recap.labs.lab3.Probe;

/** Batches, shapes and values that tell common mistakes apart. */
public final class ActivationHidden implements HiddenCases {

  /** A setting of response norm and the shape of its input. */
  private record Norm(
      String topic, int n, int c, int h, int w, int size, double alpha, double beta, double k) {
    float[] values(String name) {
      return random(name, n * c * h * w);
    }

    NaiveResponseNorm reference() {
      return new NaiveResponseNorm(c, h * w, size, alpha, beta, k);
    }

    Given given() {
      return norm(batch(topic, n, c, h, w, values("x")), size, alpha, beta, k);
    }
  }

  private static final List<Norm> NORMS =
      List.of(
          new Norm("more channels than a neighbourhood has", 1, 7, 1, 2, 3, 0.5, 0.75, 1),
          new Norm("a batch of several samples", 3, 4, 2, 3, 5, 0.9, 0.75, 2),
          new Norm("fewer channels than a neighbourhood has", 2, 2, 3, 2, 5, 1.5, 0.5, 1),
          new Norm("AlexNet's exponent on large values", 1, 6, 2, 2, 5, 8, 0.75, 0.5));

  @Override
  public String lab() {
    return "lab3";
  }

  @Override
  public Map<String, List<Case>> cases() {
    return Map.of(
        "lab3-relu",
        activation(Reference::relu, Reference::reluSlope),
        "lab3-tanh",
        activation(Math::tanh, Reference::tanhSlope),
        "lab3-sigmoid",
        activation(Reference::sigmoid, Reference::sigmoidSlope),
        "lab3-norm-forward",
        norms(norm -> norm.given().expect(norm.reference().forward(norm.values("x")))),
        "lab3-norm-backward",
        norms(
            norm -> {
              float[] x = norm.values("x");
              float[] dy = norm.values("dy");
              return norm.given()
                  .with("y", norm.reference().forward(x))
                  .with("dy", dy)
                  .expect(norm.reference().backward(x, dy));
            }),
        "lab3-numerical-gradient",
        List.of(
            slopes(Probe.PRODUCT, batch("each value in two outputs", 1, 2, 3, 2, random("x", 12))),
            slopes(Probe.CUBE, batch("a batch of several samples", 3, 2, 1, 2, random("x", 12))),
            // The first moves by 0.0078 to either side; its products stay exact.
            slopes(
                Probe.PRODUCT,
                batch("a large input, which cannot move by exactly h", 1, 1, 1, 3, 100_000, 1, 2))),
        "lab3-epochs",
        List.of(
            curve("below from the start", 0.5, 0.4, 0.3).expect(1.0),
            curve("a curve that touches the target", 0.3, 0.9, 0.3, 0.5).expect(2.0),
            curve("a curve that rises again", 0.5, 0.8, 0.4, 0.6, 0.3).expect(1.75),
            curve("a curve that ends above", 0.25, 0.9, 0.5, 0.26)
                .expect(Double.POSITIVE_INFINITY)));
  }

  private static List<Case> activation(DoubleUnaryOperator function, DoubleUnaryOperator slope) {
    float[] steep = {-800, -90, -20, -0.0f, 20, 90, 800};
    return List.of(
        activation(batch("a batch of images", 2, 3, 2, 5, random("x", 60)), function, slope),
        activation(batch("large values", 1, 7, 1, 1, steep), function, slope));
  }

  private static Case activation(
      Given given, DoubleUnaryOperator function, DoubleUnaryOperator slope) {
    float[] x = new Inputs(given.inputs()).floats("x");
    float[] dy = random("dy", x.length);
    return given
        .with("dy", dy)
        .expect(answer("y", Reference.each(x, function), "dx", Reference.chain(x, dy, slope)));
  }

  private static List<Case> norms(Function<Norm, Case> completed) {
    return NORMS.stream().map(completed).toList();
  }

  private static Case slopes(Probe probe, Given batch) {
    float[] x = new Inputs(batch.inputs()).floats("x");
    float[] dy = random("dy", x.length);
    float[] dx = probe == Probe.CUBE ? cubeSlopes(x, dy) : productSlopes(x, dy);
    return probe(probe, batch).with("dy", dy).expect(gradient(x, dx), NUMERICAL);
  }

  private static float[] cubeSlopes(float[] x, float[] dy) {
    return Reference.chain(x, dy, value -> 3 * value * value);
  }

  private static float[] productSlopes(float[] x, float[] dy) {
    float[] dx = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int next = (i + 1) % x.length;
      dx[i] += dy[i] * x[next];
      dx[next] += dy[i] * x[i];
    }
    return dx;
  }

  /** The same values for the same name, so that grading twice gives the same grade. */
  private static float[] random(String name, int count) {
    var random = new Random(name.hashCode());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (1.5 * random.nextGaussian());
    }
    return values;
  }
}
