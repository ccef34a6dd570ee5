package recap.onednn;

import java.nio.FloatBuffer;
import recap.nn.ShapeException;

/**
 * Mean softmax cross-entropy over a batch, in double on float32 logits.
 *
 * <pre>loss = 1/N sum over n of log(sum over c of exp(z[n,c])) - z[n,label]
 * dz[n,c] = (softmax(z[n])[c] - [c = label]) / N</pre>
 */
final class SoftmaxCrossEntropy {
  private SoftmaxCrossEntropy() {}

  /**
   * The loss; {@code gradient} receives {@code weight} times its derivative.
   *
   * @param logits N x C
   * @param labels N classes in [0, C)
   */
  static double loss(FloatBuffer logits, int[] labels, FloatBuffer gradient, double weight) {
    int batch = labels.length;
    int classes = logits.capacity() / batch;
    double loss = 0;
    for (int n = 0; n < batch; n++) {
      int row = n * classes;
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        max = Math.max(max, logits.get(row + c));
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits.get(row + c) - max);
      }
      loss += Math.log(sum) + max - logits.get(row + labels[n]);
      double scale = weight / batch;
      for (int c = 0; c < classes; c++) {
        double probability = Math.exp(logits.get(row + c) - max) / sum;
        gradient.put(row + c, (float) (scale * (probability - (c == labels[n] ? 1 : 0))));
      }
    }
    return weight * loss / batch;
  }

  /**
   * Refuses labels that are not one for each sample, each in [0, {@code classes}).
   *
   * @throws ShapeException naming {@code network}
   */
  static void requireLabels(String network, int[] labels, int batch, int classes) {
    if (labels.length != batch) {
      throw new ShapeException(
          network,
          batch + " labels",
          labels.length + " labels",
          "pass one for each sample of the batch");
    }
    requireClasses(network, labels, batch, classes);
  }

  /**
   * Refuses a label among the first {@code count} that is not in [0, {@code classes}).
   *
   * @throws ShapeException naming {@code network}
   */
  static void requireClasses(String network, int[] labels, int count, int classes) {
    for (int i = 0; i < count; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new ShapeException(
            network,
            "labels from 0 to " + (classes - 1),
            String.valueOf(labels[i]),
            "give the network as many outputs as there are classes");
      }
    }
  }

  /** The class with the greatest logit in row {@code n}, the first of equals; -1 beside a NaN. */
  static int top(FloatBuffer logits, int classes, int n) {
    int best = 0;
    for (int c = 0; c < classes; c++) {
      float logit = logits.get(n * classes + c);
      if (Float.isNaN(logit)) {
        return -1;
      }
      if (logit > logits.get(n * classes + best)) {
        best = c;
      }
    }
    return best;
  }
}
