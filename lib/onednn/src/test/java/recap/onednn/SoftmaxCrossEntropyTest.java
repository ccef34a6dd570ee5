package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest {
  private static final int BATCH = 5;
  private static final int CLASSES = 7;
  private static final int[] LABELS = {0, 6, 3, 3, 1};

  /** The definition, without the shift by the maximum that keeps exp from overflowing. */
  private static double naive(double[] logits) {
    double loss = 0;
    for (int n = 0; n < BATCH; n++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(logits[n * CLASSES + c]);
      }
      loss -= Math.log(Math.exp(logits[n * CLASSES + LABELS[n]]) / sum) / BATCH;
    }
    return loss;
  }

  @Test
  void lossAndGradientAreThoseOfTheDefinition() {
    float[] logits = Numbers.spread("logits", BATCH * CLASSES, 2);
    float[] gradient = new float[logits.length];
    double loss =
        SoftmaxCrossEntropy.loss(FloatBuffer.wrap(logits), LABELS, FloatBuffer.wrap(gradient), 1);
    double[] z = Numbers.doubles(logits);
    assertThat(loss).isCloseTo(naive(z), within(1e-12));
    double[] expected = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      double kept = z[i];
      z[i] = kept + 1e-5;
      expected[i] = naive(z);
      z[i] = kept - 1e-5;
      expected[i] = (expected[i] - naive(z)) / 2e-5;
      z[i] = kept;
    }
    Numbers.assertClose("gradient", gradient, expected, 1e-6);
  }

  @Test
  void scoresThatAreNoNumbersNameNoClass() {
    float[] logits = {1, 3, 3, 2, Float.NaN, 9, Float.NaN, 0, 0};
    assertThat(SoftmaxCrossEntropy.top(FloatBuffer.wrap(logits), 3, 0)).isEqualTo(1);
    assertThat(SoftmaxCrossEntropy.top(FloatBuffer.wrap(logits), 3, 1)).isEqualTo(-1);
    assertThat(SoftmaxCrossEntropy.top(FloatBuffer.wrap(logits), 3, 2)).isEqualTo(-1);
  }

  @Test
  void aWeightScalesLossAndGradient() {
    float[] logits = Numbers.spread("logits", BATCH * CLASSES, 2);
    float[] whole = new float[logits.length];
    float[] part = new float[logits.length];
    var z = FloatBuffer.wrap(logits);
    double one = SoftmaxCrossEntropy.loss(z, LABELS, FloatBuffer.wrap(whole), 1);
    double weighted = SoftmaxCrossEntropy.loss(z, LABELS, FloatBuffer.wrap(part), 0.3);
    assertThat(weighted).isCloseTo(0.3 * one, within(1e-12));
    double[] expected = Numbers.doubles(whole);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 0.3;
    }
    Numbers.assertClose("gradient", part, expected, 1e-6);
  }

  @Test
  void largeLogitsDoNotOverflow() {
    float[] gradient = new float[2];
    double loss =
        SoftmaxCrossEntropy.loss(
            FloatBuffer.wrap(new float[] {5000, -5000}),
            new int[] {1},
            FloatBuffer.wrap(gradient),
            1);
    assertThat(loss).isEqualTo(10_000);
    assertThat(gradient).containsExactly(1, -1);
  }

  @Test
  void anEqualChoiceCostsTheLogarithmOfTheClasses() {
    double loss =
        SoftmaxCrossEntropy.loss(
            FloatBuffer.wrap(new float[10]), new int[] {4}, FloatBuffer.allocate(10), 1);
    assertThat(loss).isCloseTo(Math.log(10), within(1e-12));
  }

  @Test
  void theTopClassIsTheFirstOfTheGreatest() {
    var logits = FloatBuffer.wrap(new float[] {1, 3, 3, 9, 2, 4});
    assertThat(SoftmaxCrossEntropy.top(logits, 3, 0)).isEqualTo(1);
    assertThat(SoftmaxCrossEntropy.top(logits, 3, 1)).isZero();
  }
}
