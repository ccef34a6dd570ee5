package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import recap.nn.Packing;

class MemoryPlanTest {
  private static Buffer buffer(String name, long bytes, int first, int last) {
    var buffer = new Buffer(name, bytes, new Arena("test"));
    buffer.touch(first);
    buffer.touch(last);
    return buffer;
  }

  private static boolean aliveTogether(Buffer a, Buffer b) {
    return a.first() <= b.last() && b.first() <= a.last();
  }

  private static boolean overlap(Buffer a, Buffer b) {
    return a.offset() < b.offset() + b.bytes() && b.offset() < a.offset() + a.bytes();
  }

  /** The picture in the Javadoc of {@link MemoryPlan}. */
  @Test
  void theDrawnStepNeedsThreePlacesForFourTensors() {
    Buffer x1 = buffer("x1", 640, 0, 1);
    Buffer x2 = buffer("x2", 1280, 1, 4);
    Buffer g2 = buffer("g2", 640, 3, 4);
    Buffer g1 = buffer("g1", 640, 4, 5);
    var buffers = List.of(x1, x2, g2, g1);
    assertThat(MemoryPlan.place(buffers)).isEqualTo(1280 + 640 + 640);
    assertThat(x2.offset()).isZero();
    assertThat(x1.offset()).isEqualTo(1280);
    assertThat(g2.offset()).as("dead x1's place").isEqualTo(1280);
    assertThat(g1.offset()).as("beside g2, with which it lives").isEqualTo(1920);
  }

  @Test
  void aBufferThatNothingTouchesTakesNoPlace() {
    var unused = new Buffer("unused", 1 << 20, new Arena("test"));
    assertThat(MemoryPlan.place(List.of(unused, buffer("used", 64, 0, 0)))).isEqualTo(64);
    assertThat(MemoryPlan.place(List.of())).isZero();
  }

  @Provide
  Arbitrary<List<Buffer>> steps() {
    Arbitrary<Integer> time = Arbitraries.integers().between(0, 30);
    return Combinators.combine(Arbitraries.longs().between(1, 5000), time, time)
        .as((bytes, a, b) -> buffer("any", bytes, a, b))
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void buffersThatLiveTogetherNeverOverlapAndTheArenaHoldsThePeak(
      @ForAll("steps") List<Buffer> buffers) {
    long size = MemoryPlan.place(buffers);
    long sum = 0;
    for (int i = 0; i < buffers.size(); i++) {
      Buffer a = buffers.get(i);
      assertThat(a.offset()).isNotNegative();
      assertThat(a.offset() % Arena.ALIGNMENT).isZero();
      assertThat(a.offset() + a.bytes()).isLessThanOrEqualTo(size);
      sum += Arena.align(a.bytes());
      for (Buffer b : buffers.subList(i + 1, buffers.size())) {
        assertThat(aliveTogether(a, b) && overlap(a, b)).isFalse();
      }
    }
    assertThat(size).isBetween(peak(buffers), sum);
  }

  private static long peak(List<Buffer> buffers) {
    return Packing.peak(
        buffers.stream()
            .map(buffer -> new Packing.Lifetime(buffer.bytes(), buffer.first(), buffer.last()))
            .toList());
  }

  @Property(tries = 100)
  void thePlacementDependsOnTheBuffersAlone(@ForAll("steps") List<Buffer> buffers) {
    var copies = new ArrayList<Buffer>();
    buffers.forEach(b -> copies.add(buffer("copy", b.bytes(), b.first(), b.last())));
    assertThat(MemoryPlan.place(copies)).isEqualTo(MemoryPlan.place(buffers));
    assertThat(copies.stream().map(Buffer::offset))
        .containsExactlyElementsOf(buffers.stream().map(Buffer::offset).toList());
  }
}
