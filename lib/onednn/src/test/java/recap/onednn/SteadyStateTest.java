package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.zoo.Zoo;

/** A step, once compiled, leaves nothing to the garbage collector. */
class SteadyStateTest {
  @ParameterizedTest
  @MethodSource("recap.onednn.Available#precisions")
  void aStepAllocatesNothingOnTheHeap(Precision precision) {
    Network network = Zoo.build("cifar_resnet20");
    int[] labels = {0, 1, 2, 3};
    try (var step = Executable.compile(network, labels.length, precision, Mode.TRAINING)) {
      step.load(Initializer.he().initialize(network, 1));
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      steps(step, labels, 20);
      long before = threads.getCurrentThreadAllocatedBytes();
      steps(step, labels, 20);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      // The query itself may allocate a little; twenty steps of any real allocation are far above.
      assertThat(allocated).isLessThan(1024);
    }
  }

  private static void steps(Executable step, int[] labels, int count) {
    for (int i = 0; i < count; i++) {
      step.step(labels, 0.01, 0.9, 1e-4);
    }
  }
}
