package recap.nn;

import java.util.List;
import java.util.Optional;

/**
 * The parameter-free shortcut across a change of size (option A): every {@code stride}-th pixel of
 * every {@code stride}-th row, and channels of zeros behind the others. Input C x H x W, output O x
 * ceil(H / S) x ceil(W / S). He et al. 2015, section 3.3.
 *
 * @param outChannels O, at least C
 * @param stride S
 */
public record PaddedShortcut(int outChannels, int stride) implements Op {
  /**
   * @throws ShapeException for no output channel, or a stride below 1
   */
  public PaddedShortcut {
    Op.positive("PaddedShortcut", "outChannels", outChannels);
    Op.positive("PaddedShortcut", "stride", stride);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    Shape x = Op.image(who, inputs);
    if (outChannels < x.channels()) {
      throw new ShapeException(
          who,
          "at least " + x.channels() + " output channels",
          String.valueOf(outChannels),
          "a padded shortcut can only add channels");
    }
    return Shape.image(outChannels, (x.height() - 1) / stride + 1, (x.width() - 1) / stride + 1);
  }

  @Override
  public Optional<Window> window(List<Shape> inputs) {
    return Optional.of(Window.of(1).stride(stride));
  }
}
