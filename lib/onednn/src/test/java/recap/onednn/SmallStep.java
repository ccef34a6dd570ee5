package recap.onednn;

import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.Initializer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;

/** A network of two layers, compiled for training, loaded and fed with a batch. */
final class SmallStep {
  static final int[] LABELS = {0, 3, 1, 2, 3, 0, 2, 1};

  private SmallStep() {}

  static Network classifier() {
    Node x = Node.input(1, 6, 6).then("conv", Conv2d.of(8, 3)).then(new ReLU());
    return Network.of("classifier", x.then(new Flatten()).then("fc", Linear.of(4)));
  }

  static void feed(Executable step) {
    float[] batch = Numbers.input("batch", step.batch(), step.network().input().shape());
    System.arraycopy(batch, 0, step.inputBuffer(), 0, batch.length);
  }

  static Executable training(Network network, Precision precision) {
    var step = Executable.compile(network, LABELS.length, precision, Mode.TRAINING);
    step.load(Initializer.he().initialize(network, 7));
    feed(step);
    return step;
  }
}
