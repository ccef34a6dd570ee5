package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private static final long LARGE = 64L << 20;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4096, (2 << 20) - 1, 2 << 20, (5 << 20) + 3})
  void allOfItIsZeroAndCanBeWritten(long bytes) {
    Pages pages = Pages.map(bytes);
    var memory = pages.pointer();
    assertThat(memory.capacity()).isEqualTo(bytes);
    for (long i = 0; i < bytes; i++) {
      if (memory.get(i) != 0) {
        throw new AssertionError("expected zero at " + i);
      }
    }
    memory.fill(7);
    assertThat(bytes == 0 || memory.get(bytes - 1) == 7).isTrue();
    pages.free();
  }

  @Test
  void largePiecesStartOnAHugePage() {
    Pages pages = Pages.map(LARGE);
    assertThat(pages.pointer().address() % (2 << 20)).isZero();
    pages.free();
  }

  @Test
  void whatIsFreedIsGivenBackAtOnce() {
    long before = NativeMemory.residentBytes();
    Pages pages = Pages.map(LARGE);
    pages.pointer().fill(1);
    assertThat(NativeMemory.residentBytes() - before).isGreaterThan(LARGE / 2);
    pages.free();
    assertThat(NativeMemory.residentBytes() - before).isLessThan(LARGE / 2);
  }

  @Test
  void moreThanThereIsIsRefusedWithARemedy() {
    assertThatThrownBy(() -> Pages.map(1L << 60))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("expected 1152921504606846976 bytes")
        .hasMessageContaining("choose a smaller batch");
  }
}
