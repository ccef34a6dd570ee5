package recap.experiments.bench;

import java.util.Random;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.onednn.Executable;
import recap.onednn.Mode;

/**
 * Our step on a batch of random images and labels. Training is everything that a trainer does:
 * forward, loss, backward, update. Inference ends with the outputs in a Java array.
 */
final class OwnStep implements Repeated {
  /** So small that hundreds of steps on one batch stay where numbers are ordinary. */
  private static final double RATE = 1e-3;

  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 1e-4;

  /** The share outside primitives is the middle of this many comparisons. */
  private static final int COMPARISONS = 9;

  private final Executable executable;
  private final boolean training;
  private final int[] labels;
  private final float[] outputs;

  OwnStep(Work work) {
    Network network = work.build();
    training = work.mode() == Mode.TRAINING;
    executable = Executable.compile(network, work.batch(), work.precision(), work.mode());
    executable.load(Initializer.he().initialize(network, 1));
    var random = new Random(1);
    float[] images = executable.inputBuffer();
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    int classes = network.output().shape().channels();
    labels = random.ints(work.batch(), 0, classes).toArray();
    outputs = new float[work.batch() * classes];
  }

  @Override
  public String name() {
    return "recap";
  }

  @Override
  public void step() {
    if (training) {
      executable.step(labels, RATE, MOMENTUM, WEIGHT_DECAY);
    } else {
      executable.forward();
      executable.output(0, outputs);
    }
  }

  /** Where new batches are written. */
  float[] images() {
    return executable.inputBuffer();
  }

  /** Their labels. */
  int[] labels() {
    return labels;
  }

  /**
   * The share outside primitives: of a step's time that which the calls of a profile and the update
   * do not fill. Both are measured in turn, several times; noise beyond the share gives 0. Staging
   * the batch, the loss and what Java does between calls are outside; entering native code is not.
   */
  @Override
  public StepFacts facts() {
    double[] shares = new double[COMPARISONS];
    for (int i = 0; i < COMPARISONS; i++) {
      long start = System.nanoTime();
      step();
      double step = System.nanoTime() - start;
      double calls = executable.profile().values().stream().mapToLong(Long::longValue).sum();
      start = System.nanoTime();
      if (training) {
        executable.update(RATE, MOMENTUM, WEIGHT_DECAY);
      }
      double update = System.nanoTime() - start;
      shares[i] = Math.max(0, 1 - (calls + update) / step);
    }
    return new StepFacts(executable.reorders(), Spread.median(shares));
  }

  @Override
  public void close() {
    executable.close();
  }
}
