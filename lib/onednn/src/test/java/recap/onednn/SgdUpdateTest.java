package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdUpdateTest {
  @BeforeAll
  static void oneThread() {
    Threads.apply(1);
  }

  /** Sizes below, at and above the block of 262144 values, and several blocks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 262_144, 262_145, 600_000})
  void anUpdateIsThePlainLoop(int count) {
    float[] w = Numbers.spread("w", count, 1);
    float[] g = Numbers.spread("g", count, 1);
    float[] v = new float[count];
    try (var weights = arena(count);
        var gradients = arena(count);
        var velocities = arena(count)) {
      write(weights, w);
      write(gradients, g);
      try (var update = new SgdUpdate(weights, gradients, velocities)) {
        for (double rate : new double[] {0.1, 0.1, 0.02}) {
          update.run(rate, 0.9, 1e-2);
          step(w, g, v, rate, 0.9, 1e-2);
        }
      }
      Numbers.assertClose("weights", read(weights, count), Numbers.doubles(w), 1e-6);
      Numbers.assertClose("velocities", read(velocities, count), Numbers.doubles(v), 1e-6);
      assertThat(read(gradients, count)).isEqualTo(g);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 270_000})
  void aRateOfZeroLeavesTheWeightsAndMovesTheVelocity(int count) {
    float[] w = Numbers.spread("w", count, 1);
    try (var weights = arena(count);
        var gradients = arena(count);
        var velocities = arena(count)) {
      write(weights, w);
      write(gradients, Numbers.spread("g", count, 1));
      try (var update = new SgdUpdate(weights, gradients, velocities)) {
        update.run(0, 0.9, 0);
      }
      assertThat(read(weights, count)).isEqualTo(w);
      assertThat(read(velocities, count)).isEqualTo(Numbers.spread("g", count, 1));
    }
  }

  /** A network of pools alone learns nothing; its updates must not allocate again and again. */
  @Test
  void updatesOfNoWeightsAllocateOnce() {
    try (var weights = new Arena("weights");
        var update = new SgdUpdate(weights, weights, weights)) {
      for (int i = 0; i < 3; i++) {
        update.run(0.1, 0.9, 1e-2);
      }
    }
  }

  /** Here for want of gradients; a second try must not fail because of the first. */
  @Test
  void anUpdateThatCouldNotStartMayBeTriedAgain() {
    try (var weights = arena(1);
        var gradients = new Arena("gradients");
        var update = new SgdUpdate(weights, gradients, weights)) {
      assertThatThrownBy(() -> update.run(0.1, 0, 0)).isInstanceOf(NullPointerException.class);
      gradients.declare("values", Float.BYTES);
      gradients.placeInOrder();
      gradients.allocate();
      update.run(0.1, 0, 0);
    }
  }

  @Test
  void aSecondAllocationOfAnArenaIsRefused() {
    try (var arena = arena(1)) {
      assertThatThrownBy(arena::allocate)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "test: expected an arena without memory, received one that is allocated; close it"
                  + " before it is allocated again.");
    }
  }

  private static void step(
      float[] w, float[] g, float[] v, double rate, double momentum, double decay) {
    for (int i = 0; i < w.length; i++) {
      v[i] = (float) (momentum * v[i] + g[i] + decay * w[i]);
      w[i] = (float) (w[i] - rate * v[i]);
    }
  }

  private static Arena arena(int count) {
    var arena = new Arena("test");
    arena.declare("values", (long) count * Float.BYTES);
    arena.placeInOrder();
    arena.allocate();
    return arena;
  }

  private static FloatPointer values(Arena arena) {
    var all = new Buffer("all", arena.bytes(), arena);
    all.place(0);
    return new FloatPointer(arena.pointer(all));
  }

  private static void write(Arena arena, float[] values) {
    values(arena).put(values);
  }

  private static float[] read(Arena arena, int count) {
    float[] read = new float[count];
    values(arena).get(read);
    return read;
  }
}
