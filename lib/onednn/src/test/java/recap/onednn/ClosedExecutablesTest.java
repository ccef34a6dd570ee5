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
import recap.nn.ReLU;

class ClosedExecutablesTest {
  private static final int CYCLES = 60;
  private static final int SETTLED = 10;
  private static final long TOLERANCE = 20L << 20;

  /** Four kinds of network, so that each leaves other holes in the heap. */
  private static Network network(int kind) {
    Node x = Node.input(3, 16, 16);
    for (int i = 0; i <= kind; i++) {
      x = x.then("conv" + i, Conv2d.of(32 + 16 * kind, 3).padding(1).noBias());
      x = x.then("bn" + i, new BatchNorm()).then(new ReLU());
    }
    return Network.of("n" + kind, x.then(new GlobalAvgPool()).then("fc", Linear.of(10)));
  }

  private static void cycle(int kind) {
    var network = network(kind);
    int[] labels = new int[32];
    try (var step = Executable.compile(network, labels.length, Precision.F32, Mode.TRAINING)) {
      step.load(Initializer.he().initialize(network, 1));
      step.step(labels, 0.1, 0.9, 0);
      step.step(labels, 0.01, 0.9, 0);
      // Fifty leaks of the smallest would be five times the tolerance.
      assertThat(step.memory().total()).isGreaterThan(2L << 20);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void closingGivesAllNativeMemoryBack() {
    Threads.set(1);
    long settled = 0;
    long most = 0;
    for (int i = 0; i < CYCLES; i++) {
      cycle(i % 4);
      if (i % 4 == 3) { // after one of each kind
        System.gc(); // staging arrays are Java's; the native memory must not wait for this
        long resident = NativeMemory.residentBytes();
        if (i < SETTLED) {
          settled = Math.max(settled, resident);
        } else {
          most = Math.max(most, resident);
        }
      }
    }
    assertThat(most - settled).as("growth in bytes").isLessThan(TOLERANCE);
  }
}
