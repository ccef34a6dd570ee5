package recap.experiments;

import recap.experiments.record.RunRecord;
import recap.nn.RandomStream;
import recap.onednn.Executable;

/** Inputs and labels that mean nothing, where only times or gradients are looked at. */
final class Noise {
  /** As records name it. */
  static final RunRecord.Data DATA = new RunRecord.Data("standard normal noise, generated", "none");

  private Noise() {}

  /** Fills the input of {@code executable}. */
  static void fill(Executable executable, long seed) {
    var random = RandomStream.of(seed, "noise");
    float[] input = executable.inputBuffer();
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
  }

  /** A class for each image of a batch. */
  static int[] labels(int batch, int classes, long seed) {
    int[] labels = new int[batch];
    var random = RandomStream.of(seed, "labels");
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(classes);
    }
    return labels;
  }
}
