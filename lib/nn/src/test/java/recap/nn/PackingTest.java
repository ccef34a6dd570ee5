package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import recap.nn.Packing.Lifetime;

class PackingTest {
  @Provide
  Arbitrary<List<Lifetime>> buffers() {
    var bytes = Arbitraries.longs().between(1, 1000);
    var first = Arbitraries.integers().between(0, 30);
    var length = Arbitraries.integers().between(0, 10);
    return Combinators.combine(bytes, first, length)
        .as((size, start, more) -> new Lifetime(size, start, start + more))
        .list()
        .ofMaxSize(30);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatIsAliveAtTheSameTimeDoesNotOverlap(@ForAll("buffers") List<Lifetime> buffers) {
    var packing = Packing.of(buffers);
    for (int i = 0; i < buffers.size(); i++) {
      Lifetime a = buffers.get(i);
      long start = packing.offsets().get(i);
      assertThat(start % Packing.ALIGNMENT).isZero();
      assertThat(start + a.bytes()).isLessThanOrEqualTo(packing.bytes());
      for (int j = 0; j < i; j++) {
        Lifetime b = buffers.get(j);
        long other = packing.offsets().get(j);
        boolean together = a.first() <= b.last() && b.first() <= a.last();
        boolean apart = start + a.bytes() <= other || other + b.bytes() <= start;
        assertThat(!together || apart).as("%s at %d, %s at %d", a, start, b, other).isTrue();
      }
    }
    assertThat(packing.bytes()).isGreaterThanOrEqualTo(Packing.peak(buffers));
  }

  @Test
  void aDeadBufferLeavesItsPlace() {
    var x1 = new Lifetime(128, 0, 1);
    var x2 = new Lifetime(256, 1, 4);
    var g2 = new Lifetime(64, 3, 4);
    var g1 = new Lifetime(128, 4, 5);
    var packing = Packing.of(List.of(x1, x2, g2, g1));
    assertThat(packing.offsets()).containsExactly(256L, 0L, 384L, 256L);
    assertThat(packing.bytes()).isEqualTo(448);
    assertThat(Packing.peak(List.of(x1, x2, g2, g1))).isEqualTo(448);
  }

  @Test
  void aBufferMayLiveUntilTheEndOfTime() {
    var forever = new Lifetime(10, 0, Integer.MAX_VALUE - 1);
    assertThat(Packing.peak(List.of(forever, new Lifetime(10, 2, 3)))).isEqualTo(128);
    assertThat(Packing.of(List.of(forever, new Lifetime(10, 2, 3))).bytes()).isEqualTo(128);
  }

  @Test
  void nothingNeedsNothing() {
    assertThat(Packing.of(List.of())).isEqualTo(new Packing(List.of(), 0));
    assertThat(Packing.peak(List.of())).isZero();
  }
}
