package recap.account;

import java.util.ArrayList;
import java.util.List;
import recap.nn.Packing;
import recap.nn.Shape;

/**
 * A step written down as what it does to memory: an ordered list of calls, of which all that counts
 * is which tensors each one touches. A tensor is alive from the first call that touches it to the
 * last, and all of them share one arena.
 */
final class StepTrace {
  /** How the values of a tensor lie in memory. */
  enum Form {
    /** As layers compute with them: channels last, or in blocks of channels. */
    NETWORK,
    /** N, C, H, W in the number format of the network. */
    ROW_MAJOR,
    /** N, C, H, W in float32: what the outside world gives and takes. */
    EXTERNAL
  }

  /**
   * A tensor, or the same bytes seen as another one.
   *
   * @param buffer the index of its buffer, negative for a tensor with a place outside the arena
   * @param shape of one sample; null for bytes without one
   * @param form how it lies there
   */
  record Tensor(int buffer, Shape shape, Form form) {}

  private static final int ELSEWHERE = -1;

  private final int batch;
  private final int valueBytes;
  private final int channelBlock;
  private final List<Packing.Lifetime> buffers = new ArrayList<>();
  private int calls;

  /**
   * An empty trace.
   *
   * @param batch N
   * @param valueBytes of one activation: 4 or 2
   * @param channelBlock channels that lie together, 1 for channels last
   */
  StepTrace(int batch, int valueBytes, int channelBlock) {
    this.batch = batch;
    this.valueBytes = valueBytes;
    this.channelBlock = channelBlock;
  }

  int batch() {
    return batch;
  }

  int valueBytes() {
    return valueBytes;
  }

  /** Whether values are float32. */
  boolean isFloat() {
    return valueBytes == Float.BYTES;
  }

  int channelBlock() {
    return channelBlock;
  }

  /** Values of one batch; in blocks, images get their channels rounded up to whole ones. */
  long elements(Shape shape) {
    long channels = shape.channels();
    if (shape.isImage()) {
      channels = (channels + channelBlock - 1) / channelBlock * channelBlock;
    }
    return batch * channels * shape.height() * shape.width();
  }

  private long bytes(Shape shape, Form form) {
    return switch (form) {
      case NETWORK -> elements(shape) * valueBytes;
      case ROW_MAJOR -> batch * shape.elements() * valueBytes;
      case EXTERNAL -> batch * shape.elements() * Float.BYTES;
    };
  }

  /** A new tensor as layers compute with it. */
  Tensor tensor(Shape shape) {
    return tensor(shape, Form.NETWORK);
  }

  /** A new tensor in the arena. */
  Tensor tensor(Shape shape, Form form) {
    return new Tensor(buffer(bytes(shape, form)), shape, form);
  }

  /** New bytes in the arena that are no activation: signs, positions of maxima, masks. */
  Tensor bytes(long bytes) {
    return new Tensor(buffer(bytes), null, Form.NETWORK);
  }

  private int buffer(long bytes) {
    buffers.add(new Packing.Lifetime(bytes, Integer.MAX_VALUE, -1));
    return buffers.size() - 1;
  }

  /** A tensor that outlives the step, and therefore lies outside the arena. */
  Tensor elsewhere(Shape shape, Form form) {
    return new Tensor(ELSEWHERE, shape, form);
  }

  /** The next call of the step touches these; a missing tensor (null) is none. */
  void call(Tensor... touched) {
    for (Tensor tensor : touched) {
      touch(tensor, calls, calls);
    }
    calls++;
  }

  /** Keeps {@code tensor} for the whole step, since others read it between steps. */
  void keep(Tensor tensor) {
    touch(tensor, 0, Integer.MAX_VALUE - 1);
  }

  private void touch(Tensor tensor, int first, int last) {
    if (tensor != null && tensor.buffer() != ELSEWHERE) {
      var before = buffers.get(tensor.buffer());
      buffers.set(
          tensor.buffer(),
          new Packing.Lifetime(
              before.bytes(), Math.min(before.first(), first), Math.max(before.last(), last)));
    }
  }

  /** {@code tensor} in another form: the same bytes where both forms agree, or a copy. */
  Tensor as(Tensor tensor, Form form) {
    if (agree(tensor.shape(), tensor.form(), form)) {
      return new Tensor(tensor.buffer(), tensor.shape(), form);
    }
    Tensor copy = tensor(tensor.shape(), form);
    call(tensor, copy);
    return copy;
  }

  private boolean agree(Shape shape, Form a, Form b) {
    boolean sameFormat = isFloat() || (a == Form.EXTERNAL) == (b == Form.EXTERNAL);
    boolean sameOrder = (a == Form.NETWORK) == (b == Form.NETWORK) || rowMajorAnyway(shape);
    return sameFormat && sameOrder;
  }

  /** One map or one pixel has nothing to interleave; blocks differ from rows always. */
  private boolean rowMajorAnyway(Shape shape) {
    return !shape.isImage()
        || (channelBlock == 1 && (shape.channels() == 1 || shape.height() * shape.width() == 1));
  }

  /** One pixel, its channels in whole blocks, is a row of features already. */
  private boolean isFeatures(Shape shape) {
    return shape.height() * shape.width() == 1 && shape.channels() % channelBlock == 0;
  }

  /** An image as features, which are row-major: the same bytes or a copy. */
  Tensor features(Tensor image) {
    Tensor flat = isFeatures(image.shape()) ? image : as(image, Form.ROW_MAJOR);
    Shape features = Shape.features(Math.toIntExact(image.shape().elements()));
    return new Tensor(flat.buffer(), features, Form.NETWORK);
  }

  /** Features as an image of {@code shape}: the same bytes or a copy. */
  Tensor image(Tensor features, Shape shape) {
    return isFeatures(shape)
        ? new Tensor(features.buffer(), shape, Form.NETWORK)
        : as(new Tensor(features.buffer(), shape, Form.ROW_MAJOR), Form.NETWORK);
  }

  private List<Packing.Lifetime> used() {
    return buffers.stream().filter(buffer -> buffer.last() >= 0).toList();
  }

  /** The bytes of an arena in which all tensors have their place. */
  long arenaBytes() {
    return Packing.of(used()).bytes();
  }

  /** The most bytes alive at any one call. */
  long peakBytes() {
    return Packing.peak(used());
  }
}
