package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import recap.nn.Shape;

/**
 * Some images of a batch, cut into {@link Winograd}'s tiles: position i, j of all tiles is a plane,
 * a row for each tile and a column for each channel. Tiles lie 4 pixels apart; with a border of one
 * pixel they are 6 pixels wide and overlap, without one they are 4 wide and do not.
 */
final class WinogradTiles {
  private final Plan plan;
  private final String name;
  private final long samples;
  private final int channels;
  private final int height;
  private final int width;
  private final int border;
  private final int size;
  private final int tileRows;
  private final int tileColumns;
  private final int block;
  private final long frameRows;
  private final long frameColumns;

  /**
   * @param name for profiles
   * @param samples images
   * @param channels of each, in whole blocks where they lie in blocks
   * @param border 0 or 1, pixels of zeros around the image
   */
  WinogradTiles(
      Plan plan, String name, long samples, int channels, int height, int width, int border) {
    this.plan = plan;
    this.name = name;
    this.samples = samples;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.border = border;
    this.size = Winograd.TILE + 2 * border;
    this.tileRows = Winograd.tiles(height);
    this.tileColumns = Winograd.tiles(width);
    this.block = plan.layout().together(Shape.image(channels, height, width));
    this.frameRows = (long) tileRows * Winograd.TILE + 2L * border;
    this.frameColumns = (long) tileColumns * Winograd.TILE + 2L * border;
  }

  /** Tiles of all images. */
  long tiles() {
    return samples * tileRows * tileColumns;
  }

  /** Appends the copies that cut {@code image} into planes, and returns these. */
  Value cut(Value image) {
    Value frame = isWhole() ? image : framed(image);
    long[] sizes = {(long) size * size, tiles(), channels};
    Value planes = plan.working(name + " tiles", plan.tagged(sizes, dnnl_f32, dnnl_abc));
    // The parts of a description may not overlap, so what reaches into the next tile comes apart.
    for (int i = 0; i < size; i += Winograd.TILE) {
      for (int j = 0; j < size; j += Winograd.TILE) {
        plan.copies().copy(name + " cut", inFrame(frame, i, j), inPlanes(planes, i, j));
      }
    }
    return planes;
  }

  /** Appends the copies that put {@code planes}, cut without a border, in place in an image. */
  void paste(Value planes, Value image) {
    Value frame = isWhole() ? image : frame();
    plan.copies().copy(name + " paste", inPlanes(planes, 0, 0), inFrame(frame, 0, 0));
    if (!isWhole()) {
      plan.copies().copy(name + " frame", inside(frame), rows(image));
    }
  }

  /** Whether the image consists of whole tiles. */
  private boolean isWhole() {
    return frameRows == height && frameColumns == width;
  }

  /** Whole tiles and the border, with room for an image. */
  private Value frame() {
    long[] sizes = {samples, channels, frameRows, frameColumns};
    return plan.working(name + " frame", plan.tagged(sizes, dnnl_f32, plan.layout().tag()));
  }

  private Value framed(Value image) {
    Value frame = frame();
    Zero.append(plan, name + " frame", frame);
    plan.copies().copy(name + " frame", rows(image), inside(frame));
    return frame;
  }

  private long[] rowSizes() {
    return new long[] {samples * channels / block, height, (long) width * block};
  }

  private Value rows(Value image) {
    return image.as(plan.tagged(rowSizes(), dnnl_f32, dnnl_abc));
  }

  /** Where the image lies in {@code frame}. */
  private Value inside(Value frame) {
    long row = frameColumns * block;
    return part(frame, border * (row + block), rowSizes(), frameRows * row, row, 1);
  }

  /** How many of the rows or columns of a tile from {@code from} on are copied at a time. */
  private int count(int from) {
    return Math.min(Winograd.TILE, size - from);
  }

  private long[] sizes(int i, int j) {
    return new long[] {count(i), count(j), samples, channels / block, tileRows, tileColumns, block};
  }

  private Value inFrame(Value frame, int i, int j) {
    long row = frameColumns * block;
    long map = frameRows * row;
    return part(
        frame,
        i * row + (long) j * block,
        sizes(i, j),
        row,
        block,
        map * channels / block,
        map,
        Winograd.TILE * row,
        (long) Winograd.TILE * block,
        1);
  }

  private Value inPlanes(Value planes, int i, int j) {
    long plane = tiles() * channels;
    return part(
        planes,
        (i * size + j) * plane,
        sizes(i, j),
        size * plane,
        plane,
        (long) tileRows * tileColumns * channels,
        block,
        (long) tileColumns * channels,
        channels,
        1);
  }

  private Value part(Value whole, long start, long[] sizes, long... strides) {
    return new Value(
        whole.buffer().from(start * Float.BYTES),
        Desc.strided(plan.resources(), sizes, dnnl_f32, strides));
  }
}
