package recap.onednn;

/**
 * The matrices of Winograd's minimal filtering F(4 x 4, 3 x 3): 4 x 4 outputs of a 3 x 3 filter
 * from the 6 x 6 inputs d below them, with 36 multiplications instead of 144 (Lavin and Gray, "Fast
 * algorithms for convolutional neural networks", 2016, section 4.3).
 *
 * <pre>y = A' ((G g G') * (B' d B)) A,   * position by position</pre>
 *
 * <p>Each transform takes a small matrix between two others. Written with the small matrix as one
 * column it is a single product with a larger matrix, and those are given here, row-major: a row
 * for each position that comes out, a column for each that goes in, both in reading order. The
 * adjoint of a transform, which the gradient needs, is its transposed matrix.
 */
final class Winograd {
  /** Outputs of a tile in a row and in a column. */
  static final int TILE = 4;

  /** Inputs that these outputs see. */
  static final int REACH = 6;

  /** Taps of the filter in a row and in a column. */
  static final int TAPS = 3;

  /** Multiplications that a tile takes: the positions of the transformed inputs. */
  static final int POSITIONS = REACH * REACH;

  /** The positions of the outputs. */
  static final int OUTPUTS = TILE * TILE;

  /**
   * The position of the products that the output transform adds to every output alike, since the
   * second column of A' is 1: a bias belongs there, and its gradient is found there.
   */
  static final int CONSTANT = REACH + 1;

  private static final double[][] B_TRANSPOSED = {
    {4, 0, -5, 0, 1, 0},
    {0, -4, -4, 1, 1, 0},
    {0, 4, -4, -1, 1, 0},
    {0, -2, -1, 2, 1, 0},
    {0, 2, -1, -2, 1, 0},
    {0, 4, 0, -5, 0, 1}
  };

  private static final double[][] G = {
    {1 / 4., 0, 0},
    {-1 / 6., -1 / 6., -1 / 6.},
    {-1 / 6., 1 / 6., -1 / 6.},
    {1 / 24., 1 / 12., 1 / 6.},
    {1 / 24., -1 / 12., 1 / 6.},
    {0, 0, 1}
  };

  private static final double[][] A_TRANSPOSED = {
    {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
  };

  private Winograd() {}

  /** Tiles that cover so many pixels in a row or a column. */
  static int tiles(int pixels) {
    return (pixels + TILE - 1) / TILE;
  }

  /** Of the inputs of a tile: 36 x 36. */
  static float[] input() {
    return onBothSides(B_TRANSPOSED);
  }

  /** Of a filter: 36 x 9. */
  static float[] filter() {
    return onBothSides(G);
  }

  /** Of a filter turned by half a turn, as the gradient of the inputs has it: 36 x 9. */
  static float[] turnedFilter() {
    float[] matrix = filter();
    int columns = TAPS * TAPS;
    for (int row = 0; row < POSITIONS; row++) {
      for (int left = 0, right = columns - 1; left < right; left++, right--) {
        float value = matrix[row * columns + left];
        matrix[row * columns + left] = matrix[row * columns + right];
        matrix[row * columns + right] = value;
      }
    }
    return matrix;
  }

  /** Back to the outputs of a tile: 16 x 36. */
  static float[] output() {
    return onBothSides(A_TRANSPOSED);
  }

  /** The matrix that takes the column of d to that of m d m'. */
  private static float[] onBothSides(double[][] m) {
    int rows = m.length;
    int columns = m[0].length;
    float[] matrix = new float[rows * rows * columns * columns];
    int next = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        for (int a = 0; a < columns; a++) {
          for (int b = 0; b < columns; b++) {
            matrix[next++] = (float) (m[i][a] * m[j][b]);
          }
        }
      }
    }
    return matrix;
  }
}
