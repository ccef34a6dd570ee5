package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Initializer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.RandomStream;
import recap.nn.ReLU;

/**
 * Closing gives native memory back: it is as much after many cycles as after a few. {@code make
 * soak} closes 500 different networks: {@code -Drecap.soak.cycles=500 -Drecap.soak.settled=50}.
 */
class ClosedExecutablesTest {
  private static final int CYCLES = Integer.getInteger("recap.soak.cycles", 40);
  private static final int SETTLED = Integer.getInteger("recap.soak.settled", 20);
  private static final int BATCH = 32;

  /** One of some thousand networks, so that each leaves other holes in the heap. */
  private static Network network(int cycle) {
    var random = RandomStream.of(cycle, "network");
    Node x = Node.input(3, 16, 16);
    int depth = 1 + random.nextInt(4);
    for (int i = 0; i < depth; i++) {
      int channels = 16 + 8 * random.nextInt(8);
      int kernel = 1 + 2 * random.nextInt(2);
      x = x.then("conv" + i, Conv2d.of(channels, kernel).padding(kernel / 2).noBias());
      x = x.then("bn" + i, new BatchNorm()).then(new ReLU());
    }
    return Network.of("n" + cycle, x.then(new GlobalAvgPool()).then("fc", Linear.of(10)));
  }

  private static void cycle(int cycle) {
    var network = network(cycle);
    int[] labels = new int[BATCH];
    try (var step = Executable.compile(network, BATCH, Precision.F32, Mode.TRAINING)) {
      step.load(Initializer.he().initialize(network, 1));
      step.step(labels, 0.1, 0.9, 0);
      step.step(labels, 0.01, 0.9, 0);
      // Forty leaks of the smallest would be more than the tolerance.
      assertThat(step.memory().total()).isGreaterThan(1L << 19);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void closingGivesAllNativeMemoryBack() {
    Threads.set(1);
    var flat = new FlatMemory("compile/close cycles", SETTLED, CYCLES);
    for (int i = 1; i <= CYCLES; i++) {
      cycle(i);
      flat.after(i);
    }
    flat.verify();
  }
}
