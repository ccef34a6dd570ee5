package recap.onednn;

import java.util.ArrayList;
import java.util.List;

/**
 * The tiles that a {@link WinogradConv} takes at a time: whole samples of the batch or, where one
 * of them is too much, some of its rows of tiles.
 *
 * @param sample the first one
 * @param samples how many
 * @param row of tiles, the first one in each sample
 * @param rows how many
 * @param columns tiles in a row
 */
record WinogradPart(long sample, long samples, int row, int rows, int columns) {

  /**
   * All tiles of a batch in parts of nearly equal size.
   *
   * @param most tiles of a part; one row of one sample may be more
   */
  static List<WinogradPart> split(long batch, int rows, int columns, long most) {
    List<WinogradPart> parts = new ArrayList<>();
    long samples = Math.max(1, most / ((long) rows * columns));
    long together = samples > 1 ? rows : Math.max(1, most / columns);
    for (Piece piece : pieces(batch, samples)) {
      for (Piece band : pieces(rows, together)) {
        parts.add(
            new WinogradPart(
                piece.first, piece.count, (int) band.first, (int) band.count, columns));
      }
    }
    return parts;
  }

  /** Of all samples together. */
  long tiles() {
    return samples * rows * columns;
  }

  private record Piece(long first, long count) {}

  private static List<Piece> pieces(long all, long most) {
    long count = (all + most - 1) / most;
    List<Piece> pieces = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long first = i * all / count;
      pieces.add(new Piece(first, (i + 1) * all / count - first));
    }
    return pieces;
  }
}
