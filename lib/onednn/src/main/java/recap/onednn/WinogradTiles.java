package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import recap.nn.Shape;

/**
 * A part of a batch of images, cut into {@link Winograd}'s tiles: position i, j of all tiles is a
 * plane, a row for each tile and a column for each channel. Tiles lie 4 pixels apart; with a border
 * of one pixel they are 6 pixels wide and overlap, without one they are 4 wide and do not.
 */
final class WinogradTiles {
  private final Plan plan;
  private final String name;
  private final WinogradPart part;
  private final int channels;
  private final int height;
  private final int width;
  private final int border;
  private final int size;
  private final int block;
  private final int frameRows;
  private final int frameColumns;
  private final int firstFrameRow;
  private final int firstRow;
  private final int rows;

  /**
   * @param name for profiles
   * @param channels of each image, in whole blocks where they lie in blocks
   * @param height of a whole image
   * @param border 0 or 1, pixels of zeros around the image
   */
  WinogradTiles(
      Plan plan, String name, WinogradPart part, int channels, int height, int width, int border) {
    this.plan = plan;
    this.name = name;
    this.part = part;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.border = border;
    this.size = Winograd.TILE + 2 * border;
    this.block = plan.layout().together(Shape.image(channels, height, width));
    this.frameRows = part.rows() * Winograd.TILE + 2 * border;
    this.frameColumns = part.columns() * Winograd.TILE + 2 * border;
    this.firstFrameRow = part.row() * Winograd.TILE - border;
    this.firstRow = Math.max(0, firstFrameRow);
    this.rows = Math.min(height, firstFrameRow + frameRows) - firstRow;
  }

  /** Appends the copies that cut {@code images}, the whole batch, into planes; returns these. */
  Value cut(Value images) {
    Frame frame = isWhole() ? inPlace(images) : framed(images);
    long[] sizes = {(long) size * size, part.tiles(), channels};
    Value planes = plan.working(name + " tiles", plan.tagged(sizes, dnnl_f32, dnnl_abc));
    // The parts of a description may not overlap, so what reaches into the next tile comes apart.
    for (int i = 0; i < size; i += Winograd.TILE) {
      for (int j = 0; j < size; j += Winograd.TILE) {
        plan.copies().copy(name + " cut", inFrame(frame, i, j), inPlanes(planes, i, j));
      }
    }
    return planes;
  }

  /** Appends the copies that put {@code planes}, cut without a border, in place in the images. */
  void paste(Value planes, Value images) {
    Frame frame = isWhole() ? inPlace(images) : frame();
    plan.copies().copy(name + " paste", inPlanes(planes, 0, 0), inFrame(frame, 0, 0));
    if (!isWhole()) {
      plan.copies().copy(name + " frame", inside(frame), inside(inPlace(images)));
    }
  }

  /**
   * Rows and columns of whole tiles with their border.
   *
   * @param start of the first row, in elements; a row of border may lie before the image
   * @param map elements from one block of channels to the next
   * @param row elements from one row to the next
   * @param left elements of a row before the first pixel of the image
   */
  private record Frame(Value values, long start, long map, long row, long left) {}

  /** Whether the part of the images consists of whole tiles. */
  private boolean isWhole() {
    return frameRows == rows && frameColumns == width;
  }

  /** The rows of the part where they lie. */
  private Frame inPlace(Value images) {
    long row = (long) width * block;
    long map = height * row;
    long sample = map * channels / block;
    return new Frame(images, part.sample() * sample + firstFrameRow * row, map, row, 0);
  }

  private Frame frame() {
    long[] sizes = {part.samples(), channels, frameRows, frameColumns};
    Desc desc = plan.tagged(sizes, dnnl_f32, plan.layout().tag());
    long row = (long) frameColumns * block;
    long left = (long) border * block;
    return new Frame(plan.working(name + " frame", desc), 0, frameRows * row, row, left);
  }

  private Frame framed(Value images) {
    Frame frame = frame();
    Zero.append(plan, name + " frame", frame.values);
    plan.copies().copy(name + " frame", inside(inPlace(images)), inside(frame));
    return frame;
  }

  /** The pixels that an image has there. */
  private Value inside(Frame frame) {
    long[] sizes = {part.samples() * channels / block, rows, (long) width * block};
    long first = frame.start + (firstRow - firstFrameRow) * frame.row + frame.left;
    return part(frame.values, first, sizes, frame.map, frame.row, 1);
  }

  /** How many of the rows or columns of a tile from {@code from} on are copied at a time. */
  private int count(int from) {
    return Math.min(Winograd.TILE, size - from);
  }

  private long[] sizes(int i, int j) {
    return new long[] {
      count(i), count(j), part.samples(), channels / block, part.rows(), part.columns(), block
    };
  }

  private Value inFrame(Frame frame, int i, int j) {
    return part(
        frame.values,
        frame.start + i * frame.row + (long) j * block,
        sizes(i, j),
        frame.row,
        block,
        frame.map * channels / block,
        frame.map,
        Winograd.TILE * frame.row,
        (long) Winograd.TILE * block,
        1);
  }

  private Value inPlanes(Value planes, int i, int j) {
    long plane = part.tiles() * channels;
    return part(
        planes,
        (i * size + j) * plane,
        sizes(i, j),
        size * plane,
        plane,
        (long) part.rows() * part.columns() * channels,
        block,
        (long) part.columns() * channels,
        channels,
        1);
  }

  private Value part(Value whole, long start, long[] sizes, long... strides) {
    return new Value(
        whole.buffer().from(start * Float.BYTES),
        Desc.strided(plan.resources(), sizes, dnnl_f32, strides));
  }
}
