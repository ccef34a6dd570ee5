package recap.experiments;

import java.util.List;
import recap.data.BatchSource;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.nn.Network;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/**
 * What trained networks think of each image of a set: a probability for each class.
 *
 * @param set the images
 * @param values images x classes, each image's adding up to 1
 */
public record Probabilities(ImageSet set, double[][] values) {
  /** Images that are computed at a time. */
  private static final int BATCH = 500;

  /** The softmax of one network's outputs, in inference. */
  static Probabilities of(
      Network network, Weights weights, ImageSet set, Normalization normalization) {
    Network inference = network.inferenceForm();
    var batches = BatchSource.evaluation(set, normalization, Math.min(BATCH, set.size()));
    double[][] values = new double[set.size()][];
    int classes = set.classes();
    float[] scores = new float[batches.batchSize() * classes];
    int[] labels = new int[batches.batchSize()];
    try (Executable executable =
        Executable.compile(inference, batches.batchSize(), Precision.F32, Mode.INFERENCE)) {
      executable.load(weights.of(inference));
      for (int batch = 0; batch < batches.batches(); batch++) {
        int count = batches.fill(0, batch, executable.inputBuffer(), labels);
        executable.forward();
        executable.output(0, scores);
        for (int i = 0; i < count; i++) {
          values[batch * batches.batchSize() + i] = softmax(scores, i * classes, classes);
        }
      }
    }
    return new Probabilities(set, values);
  }

  /**
   * The softmax of one image's scores.
   *
   * @param scores from {@code start} on, one a class
   */
  public static double[] softmax(float[] scores, int start, int classes) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      most = Math.max(most, scores[start + c]);
    }
    double[] values = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      values[c] = Math.exp(scores[start + c] - most);
      sum += values[c];
    }
    for (int c = 0; c < classes; c++) {
      values[c] /= sum;
    }
    return values;
  }

  /** The mean of several networks' for the same images. */
  static Probabilities mean(List<Probabilities> all) {
    ImageSet set = all.get(0).set;
    double[][] mean = new double[set.size()][set.classes()];
    for (Probabilities one : all) {
      for (int i = 0; i < mean.length; i++) {
        for (int c = 0; c < mean[i].length; c++) {
          mean[i][c] += one.values[i][c] / all.size();
        }
      }
    }
    return new Probabilities(set, mean);
  }

  /** The share of images whose most probable class is not theirs, in [0, 1]. */
  double error() {
    int wrong = 0;
    for (int i = 0; i < values.length; i++) {
      int best = 0;
      for (int c = 1; c < values[i].length; c++) {
        best = values[i][c] > values[i][best] ? c : best;
      }
      wrong += best == set.label(i) ? 0 : 1;
    }
    return (double) wrong / values.length;
  }
}
