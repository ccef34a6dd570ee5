package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowTest {
  /** Slides the window one stride at a time, as the formula's derivation does. */
  private static int positions(int in, int padding, int reach, int stride, boolean ceil) {
    int end = in + 2 * padding;
    int count = 0;
    int start = 0;
    while (start + reach <= end) {
      count++;
      start += stride;
    }
    boolean pixelsLeft = start - stride + reach < end;
    return ceil && pixelsLeft && start < in + padding ? count + 1 : count;
  }

  @Property
  void theFormulaCountsThePositionsOfASlidingWindow(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 7) int kernel,
      @ForAll @IntRange(min = 1, max = 5) int stride,
      @ForAll @IntRange(max = 3) int padding,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll boolean ceil) {
    Window window = Window.of(kernel).stride(stride).padding(padding).dilation(dilation);
    int reach = window.reach().height();
    Assume.that(positions(Math.min(height, width), padding, reach, stride, ceil) > 0);
    Extent out = window.output("x", Shape.image(3, height, width), ceil);
    assertThat(out.height()).isEqualTo(positions(height, padding, reach, stride, ceil));
    assertThat(out.width()).isEqualTo(positions(width, padding, reach, stride, ceil));
  }

  @Test
  void aWindowWhoseSizesWouldOverflowIsRefused() {
    assertThatThrownBy(() -> Window.of(3).dilation(1_500_000_000))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected taps, strides and padding of at most 30000");
    assertThatThrownBy(() -> Window.of(46_341)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Window.of(3).padding(2_000_000_000))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void anImageWhoseSizesWouldOverflowIsMeasuredOrRefused() {
    var widest = Shape.image(1, 1, Integer.MAX_VALUE);
    assertThat(Window.of(1).padding(1).stride(2).output("conv1", widest))
        .isEqualTo(new Extent(2, (1 << 30) + 1));
    assertThatThrownBy(() -> Window.of(1).padding(1).output("conv1", widest))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv1: expected an output of fewer than 2147483647 columns, received an input of"
                + " 1x1x2147483647 with padding 1x1; use a smaller input or less padding.");
  }

  @Property
  void halfAKernelOfPaddingKeepsTheSize(
      @ForAll @IntRange(min = 1, max = 64) int size, @ForAll @IntRange(max = 4) int half) {
    Window window = Window.of(2 * half + 1).padding(half);
    assertThat(window.output("x", Shape.image(1, size, size))).isEqualTo(Extent.square(size));
  }

  @Test
  void aWindowThatDoesNotFitSaysInWhichDirection() {
    assertThatThrownBy(() -> Window.of(5, 1).output("conv1", Shape.image(3, 4, 9)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv1: expected at least 5 padded rows, received an input of 3x4x9 with padding 0x0;"
                + " use a larger input, a smaller kernel or more padding.");
    assertThatThrownBy(() -> Window.of(1, 5).output("conv1", Shape.image(3, 9, 4)))
        .hasMessageStartingWith("conv1: expected at least 5 padded columns, received");
    Window apart = Window.of(3).stride(2);
    assertThat(apart.output("pool", Shape.image(3, 2, 2), true)).isEqualTo(Extent.square(1));
    assertThatThrownBy(() -> apart.output("pool", Shape.image(3, 1, 2), true))
        .hasMessageStartingWith("pool: expected at least 2 padded rows, received");
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> Window.of(0))
        .hasMessage("Window: expected kernel of at least 1, received 0x0; raise the kernel.");
    assertThatThrownBy(() -> Window.of(3).stride(0))
        .hasMessage("Window: expected stride of at least 1, received 0x0; raise the stride.");
    assertThatThrownBy(() -> Window.of(3).padding(1, -1))
        .hasMessage("Window: expected padding of at least 0, received 1x-1; raise the padding.");
    assertThatThrownBy(() -> Window.of(3).dilation(0))
        .hasMessage("Window: expected dilation of at least 1, received 0x0; raise the dilation.");
  }

  @Test
  void itsTextNamesWhatDiffersFromTheSimplest() {
    assertThat(Window.of(3)).hasToString("3x3");
    assertThat(Window.of(1, 7).padding(0, 3)).hasToString("1x7 pad 0x3");
    assertThat(Window.of(3).stride(2).padding(1).dilation(2))
        .hasToString("3x3 /2 pad 1 dilation 2");
  }
}
