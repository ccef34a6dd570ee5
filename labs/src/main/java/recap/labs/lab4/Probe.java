package recap.labs.lab4;

import java.util.function.BiFunction;
import recap.data.BatchSource;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.data.Synthetic;
import recap.labs.check.Inputs;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Shape;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/**
 * A network with He's initial weights and one batch of generated images before it: what a training
 * sees in its first step.
 *
 * @param network takes images of at least 8 x 8 pixels and has ten outputs
 * @param batch images
 * @param seed of weights and images
 */
public record Probe(Network network, int batch, long seed) {

  /** The probe that a case describes. */
  public static Probe of(Inputs in) {
    return new Probe(in.network("network"), in.integer("batch"), in.integer("seed"));
  }

  /**
   * Lets {@code look} do with the executable and the batch's labels what it likes; both are gone
   * afterwards.
   */
  public <T> T run(BiFunction<Executable, int[], T> look) {
    Shape image = network.input().shape();
    ImageSet images =
        Synthetic.load(seed, batch, 1, image.channels(), image.height(), image.width()).train();
    var source = BatchSource.evaluation(images, Normalization.perChannel(images), batch);
    int[] labels = new int[batch];
    try (var step = Executable.compile(network, batch, Precision.F32, Mode.ANALYSIS)) {
      step.load(Initializer.he().initialize(network, seed));
      source.fill(0, 0, step.inputBuffer(), labels);
      return look.apply(step, labels);
    }
  }
}
