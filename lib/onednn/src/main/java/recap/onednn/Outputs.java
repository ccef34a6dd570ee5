package recap.onednn;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * The outputs of a compiled network, the main one first, and the gradients by them, from which the
 * backward pass starts: N x C or N x C x H x W values each, row-major float32 in native memory.
 */
final class Outputs {
  /** The weight of an auxiliary classifier's loss: Szegedy et al. 2014, section 5. */
  private static final double AUXILIARY_WEIGHT = 0.3;

  private final Plan plan;
  private final Expect expect;
  private final List<FloatBuffer> outputs;
  private final List<FloatBuffer> outputGradients;

  /**
   * @param plan allocated
   * @param gradients of the outputs; none in inference
   */
  Outputs(Plan plan, List<Value> outputs, List<Value> gradients) {
    this.plan = plan;
    this.expect = new Expect(plan);
    this.outputs = buffers(outputs);
    this.outputGradients = buffers(gradients);
  }

  private List<FloatBuffer> buffers(List<Value> values) {
    return values.stream().map(value -> HostMemory.floats(plan, value)).toList();
  }

  /** Copies output {@code index} into {@code into}, which has its length. */
  void read(int index, float[] into) {
    expect.index("an output", index, outputs.size());
    expect.length("values of the output", outputs.get(index).capacity(), into.length);
    outputs.get(index).get(0, into);
  }

  /** The classes that the main output scores. */
  private int classes() {
    return plan.network().output().shape().channels();
  }

  /**
   * The loss of the batch, auxiliary outputs weighted; its gradients become those of the outputs.
   */
  double loss(int[] labels) {
    int classes = classes();
    for (int i = 0; i < outputs.size(); i++) {
      expect.scores(i, classes);
    }
    SoftmaxCrossEntropy.requireLabels(plan.network().name(), labels, plan.batch(), classes);
    double loss = 0;
    for (int i = 0; i < outputs.size(); i++) {
      double weight = i == 0 ? 1 : AUXILIARY_WEIGHT;
      loss += SoftmaxCrossEntropy.loss(outputs.get(i), labels, outputGradients.get(i), weight);
    }
    return loss;
  }

  /** Sets the gradient of each output, once all of them are found to have its length. */
  void setGradients(float[][] dy) {
    expect.length("gradients of outputs", outputGradients.size(), dy.length);
    for (int i = 0; i < dy.length; i++) {
      expect.length("values of a gradient", outputGradients.get(i).capacity(), dy[i].length);
    }
    for (int i = 0; i < dy.length; i++) {
      outputGradients.get(i).put(0, dy[i]);
    }
  }

  /** How many of the first {@code count} samples have the greatest score at their label. */
  int correct(int[] labels, int count) {
    expect.samples(Math.min(labels.length, plan.batch()), count);
    int classes = classes();
    expect.scores(0, classes);
    SoftmaxCrossEntropy.requireClasses(plan.network().name(), labels, count, classes);
    int correct = 0;
    for (int n = 0; n < count; n++) {
      correct += SoftmaxCrossEntropy.top(outputs.get(0), classes, n) == labels[n] ? 1 : 0;
    }
    return correct;
  }
}
