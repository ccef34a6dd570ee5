package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import recap.nn.Shape;

class BlocksTest {
  @Property(tries = 50)
  void aBasicBlockCosts18AndABottleneck17(
      @ForAll @IntRange(min = 1, max = 64) int c, @ForAll @IntRange(min = 1, max = 56) int h) {
    long unit = (long) h * h * c * c;
    assertThat(Blocks.macs(Blocks.basic(c), c, h)).isEqualTo(18 * unit);
    assertThat(Blocks.macs(Blocks.bottleneck(c), 4 * c, h)).isEqualTo(17 * unit);
  }

  @Property(tries = 10)
  void blocksKeepTheShape(@ForAll @IntRange(min = 1, max = 8) int c) {
    var network = Blocks.network("row", 3, Blocks.bottleneck(c), 4 * c, 8);
    assertThat(network.node("add2").shape()).isEqualTo(Shape.image(4 * c, 8, 8));
  }
}
