package recap.labs.lab3;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import recap.labs.check.Inputs;
import recap.nn.JavaLayer;
import recap.nn.Shape;

/**
 * Runs a layer on a case: a batch of {@code N} samples of shape {@code C} x {@code H} x {@code W}
 * with the values {@code x}, and the gradient {@code dy} by the layer's output.
 *
 * <p>The arrays that the layer has to fill hold NaN before, so that a value which is not written
 * shows; in a training they hold zeros.
 */
public final class LayerCase {
  private LayerCase() {}

  /** The shape of one sample. */
  public static Shape shape(Inputs in) {
    return Shape.image(in.integer("C"), in.integer("H"), in.integer("W"));
  }

  /** N. */
  public static int batch(Inputs in) {
    return in.integer("N");
  }

  /** y, as {@code layer} computes it from {@code x}. */
  public static float[] forward(JavaLayer layer, Inputs in) {
    return forward(layer, in, in.floats("x"));
  }

  private static float[] forward(JavaLayer layer, Inputs in, float[] x) {
    float[] y = unwritten(x.length);
    layer.forward(shape(in), batch(in), x, y);
    return y;
  }

  /** dx, as {@code layer} computes it from {@code x}, {@code dy} and the {@code y} of the case. */
  public static float[] backward(JavaLayer layer, Inputs in) {
    return backward(layer, in, in.floats("x"), in.floats("y"));
  }

  private static float[] backward(JavaLayer layer, Inputs in, float[] x, float[] y) {
    float[] dx = unwritten(y.length);
    layer.backward(shape(in), batch(in), x, y, in.floats("dy"), dx);
    return dx;
  }

  /** y, and dx from that y and from x as the forward pass has left it, as in a training. */
  public static Map<String, Object> both(JavaLayer layer, Inputs in) {
    float[] x = in.floats("x");
    float[] y = forward(layer, in, x);
    return answer("y", y, "dx", backward(layer, in, x, y));
  }

  /** An answer of two parts, which are compared in this order. */
  public static Map<String, Object> answer(
      String first, Object value, String second, Object other) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put(first, value);
    answer.put(second, other);
    return answer;
  }

  private static float[] unwritten(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }
}
