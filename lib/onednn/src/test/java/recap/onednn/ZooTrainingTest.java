package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import recap.nn.DropPath;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Param;
import recap.nn.Weights;
import recap.zoo.Zoo;

/**
 * Whole training steps of the zoo's models, at the paper's input and number of classes: forward,
 * loss, backward and update. {@code make zoo} takes every model, a plain build the smaller ones.
 */
class ZooTrainingTest {
  private static final boolean WHOLE_ZOO = Boolean.getBoolean("recap.zoo.whole");
  private static final long SMALL_PARAMETERS = 9_000_000;
  private static final long SMALL_MACS = 3_000_000_000L;
  private static final long SEED = 7;

  /** Two, so that batch norm has a variance where maps are single pixels. */
  private static final int BATCH = 2;

  @BeforeAll
  static void allCores() {
    Threads.set(Runtime.getRuntime().availableProcessors());
  }

  static Stream<String> models() {
    return Zoo.names().stream().filter(name -> WHOLE_ZOO || small(Zoo.build(name)));
  }

  private static boolean small(Network network) {
    return network.parameterCount() < SMALL_PARAMETERS && network.macs() < SMALL_MACS;
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyWeightMovesAndTheLossStaysFinite(String model) {
    Network network = Zoo.build(model);
    Weights before = Initializer.he().initialize(network, SEED);
    try (var step = Executable.compile(network, BATCH, Precision.F32, Mode.TRAINING)) {
      step.load(before);
      float[] images = step.inputBuffer();
      float[] batch = Numbers.input("batch", BATCH, network.input().shape());
      System.arraycopy(batch, 0, images, 0, batch.length);
      int[] labels = {1, network.output().shape().channels() - 1};
      for (int i = 0; i < 2; i++) {
        step.seed(SEED, i);
        assertThat(step.step(labels, 0.01, 0.9, 0)).as("loss of step %d", i).isFinite();
      }
      assertThat(still(network, before, step.weights())).as("tensors that did not move").isEmpty();
    }
  }

  /** Learned tensors that are as before, or hold what is no number. */
  private static List<String> still(Network network, Weights before, Weights after) {
    var still = new ArrayList<String>();
    Set<Node> skipped = skipped(network);
    for (Node node : network.nodes()) {
      for (Param param : node.parameters()) {
        String name = node.name() + "." + param.name();
        float[] values = after.get(name).values();
        boolean same = Arrays.equals(values, before.get(name).values());
        if (param.learned() && (same && !skipped.contains(node) || !finite(values))) {
          still.add(name + " " + param.shape());
        }
      }
    }
    return still;
  }

  /** Nodes with every path to the output through a drop-path, which may drop both steps. */
  private static Set<Node> skipped(Network network) {
    var reached = new HashSet<Node>(network.outputs());
    List<Node> nodes = network.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (reached.contains(node) && !(node.op() instanceof DropPath)) {
        reached.addAll(node.inputs());
      }
    }
    var skipped = new HashSet<Node>(nodes);
    skipped.removeAll(reached);
    return skipped;
  }

  private static boolean finite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
