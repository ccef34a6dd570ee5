package recap.labs.lab5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import recap.labs.check.Expectation.Mismatch;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.onednn.Threads;

class ContestTest {
  /** Notes the number of threads that all else computes with. */
  private record Watching(Set<Integer> counts) implements JavaLayer {
    @Override
    public void forward(Shape shape, int batch, float[] x, float[] y) {
      counts.add(Threads.count());
      System.arraycopy(x, 0, y, 0, x.length);
    }

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
      System.arraycopy(dy, 0, dx, 0, dy.length);
    }
  }

  @Test
  void anEntryLeavesTheThreadsOfAllElseAlone() {
    var counts = new HashSet<Integer>();
    Node x = Node.input(Contest.IMAGE).then(new GlobalAvgPool()).then(new Watching(counts));
    int before = Threads.count();
    Threads.set(2);
    try {
      Contest.run(Network.of("watched", x.then(Linear.of(Contest.CLASSES))), Contest.OPEN_SEED);
      assertThat(counts).containsExactly(2);
    } finally {
      Threads.set(before);
    }
  }

  @Test
  void numbersHaveAPointInEveryLanguage() {
    Node wide = Node.input(Contest.IMAGE).then(Conv2d.of(512, 3).noBias());
    var network =
        Network.of("wide", wide.then(new GlobalAvgPool()).then(Linear.of(Contest.CLASSES)));
    Locale earlier = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(new Contest.Result(0.8125, 250_000))
          .hasToString("81.3 % accuracy with 250,000 MACs: 0.33 points a thousand MACs");
      assertThat(ContestRules.valid().mismatch(network))
          .contains(new Mismatch("at most 10,000 parameters", "18,954 parameters"));
    } finally {
      Locale.setDefault(earlier);
    }
  }
}
