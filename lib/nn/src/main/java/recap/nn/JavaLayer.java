package recap.nn;

import java.util.List;
import java.util.Set;

/**
 * A layer in plain Java, on float arrays in N, C, H, W order: the way to try a layer of one's own
 * without touching the library. Single-threaded and slower than a kernel, but checked by the same
 * contract. It has one input and no parameters; the shape stays as it is unless the layer overrides
 * {@link #infer}. Write it as a record of numbers, or an enum: runs are told apart by what it
 * prints, and of any other class by its name alone. No formula shows there, so begin a run anew
 * where you have changed one, or give the layer another name.
 */
public interface JavaLayer extends Op {
  /**
   * Computes y from x.
   *
   * @param shape of one sample of x
   * @param batch N
   * @param x N * shape.elements() values
   * @param y takes the result, N times the elements of the inferred shape; zeros before
   */
  void forward(Shape shape, int batch, float[] x, float[] y);

  /**
   * Computes dx, the gradient of the loss by x, from dy, that by y.
   *
   * @param x as it was in {@link #forward}
   * @param y as {@link #forward} left it
   * @param dx as long as x; zeros before
   */
  void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx);

  @Override
  default Shape infer(String who, List<Shape> inputs) {
    return Op.single(who, inputs);
  }

  @Override
  default Set<Saved> saves() {
    return Set.of(Saved.INPUT, Saved.OUTPUT);
  }
}
