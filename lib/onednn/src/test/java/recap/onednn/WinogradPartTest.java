package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WinogradPartTest {
  @Test
  void samplesStayWholeWhereSeveralFit() {
    assertThat(WinogradPart.split(5, 2, 2, 8))
        .containsExactly(
            new WinogradPart(0, 1, 0, 2, 2),
            new WinogradPart(1, 2, 0, 2, 2),
            new WinogradPart(3, 2, 0, 2, 2));
  }

  @Test
  void aLargeSampleIsCutIntoBandsOfRows() {
    assertThat(WinogradPart.split(1, 5, 3, 6))
        .containsExactly(
            new WinogradPart(0, 1, 0, 1, 3),
            new WinogradPart(0, 1, 1, 2, 3),
            new WinogradPart(0, 1, 3, 2, 3));
  }

  @Property
  void everyTileBelongsToOnePart(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 9) int columns,
      @ForAll @IntRange(min = 1, max = 200) int most) {
    List<WinogradPart> parts = WinogradPart.split(batch, rows, columns, most);
    int[] taken = new int[batch * rows];
    for (WinogradPart part : parts) {
      assertThat(part.tiles()).isLessThanOrEqualTo(Math.max(most, columns));
      for (long sample = part.sample(); sample < part.sample() + part.samples(); sample++) {
        for (int row = part.row(); row < part.row() + part.rows(); row++) {
          taken[Math.toIntExact(sample) * rows + row]++;
        }
      }
    }
    assertThat(Arrays.stream(taken).boxed()).containsOnly(1);
  }
}
