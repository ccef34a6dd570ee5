package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import recap.nn.Initializer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Weights;

/** oneDNN makes primitives for a number of threads, so each run must have that number. */
class ThreadsTest {
  private static final Network NETWORK =
      Network.of("n", Node.input(Shape.features(6)).then("fc", Linear.of(4)));

  private static final Weights WEIGHTS = Initializer.he().initialize(NETWORK, 1);

  private final int before = Threads.count();

  @AfterEach
  void restore() {
    Threads.set(before);
  }

  /** What OpenMP's runtime would compute with in this thread now. */
  private static int current() {
    return NativeLibrary.getInstance("libgomp.so.1")
        .getFunction("omp_get_max_threads")
        .invokeInt(new Object[0]);
  }

  private static void assertComputedByOne(Runnable use) {
    Threads.apply(2);
    use.run();
    assertThat(current()).isEqualTo(1);
  }

  @Test
  void anExecutableKeepsTheNumberThatItWasCompiledFor() {
    Threads.set(1);
    try (var step = Executable.compile(NETWORK, 2, Precision.F32, Mode.TRAINING)) {
      step.load(WEIGHTS);
      Threads.set(2);
      assertThat(step.threads()).isEqualTo(1);
      for (Runnable use :
          List.<Runnable>of(
              step::forward,
              () -> step.backward(new float[8]),
              () -> step.update(0.1, 0, 0),
              step::profile)) {
        assertComputedByOne(use);
      }
    }
  }

  @Test
  void soDoesAFloor() {
    Threads.set(1);
    try (var floor = Floor.compile(NETWORK, 2, Precision.F32, Mode.TRAINING)) {
      Threads.set(2);
      assertComputedByOne(floor::run);
    }
  }

  @Test
  void anExecutableMayHaveANumberOfItsOwn() {
    Threads.set(2);
    try (var step = Executable.compile(NETWORK, 2, Precision.F32, Mode.TRAINING, 1)) {
      step.load(WEIGHTS);
      assertComputedByOne(step::forward);
      assertThat(Threads.count()).isEqualTo(2);
    }
  }

  @Test
  void numbersThatCannotComputeAreRefused() {
    for (int wrong : new int[] {0, Threads.MOST + 1}) {
      for (Runnable use :
          List.<Runnable>of(
              () -> Threads.set(wrong),
              () -> Executable.memoryFor(NETWORK, 2, Precision.F32, Mode.TRAINING, wrong))) {
        assertThatThrownBy(use::run)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageMatching(
                "threads: expected from 1 to 512, received %d; leave it out for all \\d+ cores"
                    .formatted(wrong));
      }
    }
  }
}
