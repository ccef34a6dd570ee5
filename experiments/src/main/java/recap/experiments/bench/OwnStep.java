package recap.experiments.bench;

import java.util.Arrays;
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

  /** What the share outside primitives is taken from: this many steps, fewer if they take long. */
  private static final int COMPARISONS = 15;

  private static final int LEAST_COMPARISONS = 3;
  private static final long COMPARING_NANOS = 3_000_000_000L;

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
   * The share outside primitives, the middle one of several steps: of a step's time that in which
   * none of its own primitives runs. Staging the batch, the loss and what Java does between calls
   * are outside; entering native code is not.
   */
  @Override
  public StepFacts facts() {
    double[] shares = new double[COMPARISONS];
    int taken = 0;
    long begin = System.nanoTime();
    while (taken < COMPARISONS
        && (taken < LEAST_COMPARISONS || System.nanoTime() - begin < COMPARING_NANOS)) {
      long start = System.nanoTime();
      long primitives = executable.primitiveNanos(this::step);
      shares[taken++] = 1 - (double) primitives / (System.nanoTime() - start);
    }
    return new StepFacts(
        executable.reorders(),
        executable.references().size(),
        Spread.median(Arrays.copyOf(shares, taken)));
  }

  @Override
  public void close() {
    executable.close();
  }
}
