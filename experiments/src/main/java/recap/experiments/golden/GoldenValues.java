package recap.experiments.golden;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.nn.Network;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * The values that golden cases leave out, because they are a pure function of a tensor's name and a
 * value's flat index i:
 *
 * <pre>
 *   h    = FNV-1a-64 of the UTF-8 name
 *   z    = h + (i + 1) * 0x9E3779B97F4A7C15
 *   z    = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9
 *   z    = (z ^ z >>> 27) * 0x94D049BB133111EB
 *   bits = z ^ z >>> 31
 *   s    = 2 * (bits >>> 40) * 2^-24 - 1            in [-1, 1)
 * </pre>
 *
 * <p>This stays apart from {@link recap.nn.RandomStream}, which may change; the format may not.
 */
final class GoldenValues {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private GoldenValues() {}

  /** An input or upstream gradient: s * sqrt(3), of unit variance. */
  static float[] input(String name, int elements) {
    return scaled(name, elements, 0, Math.sqrt(3));
  }

  /** {@code bits mod classes}. */
  static int[] labels(int count, int classes) {
    long hash = hash("labels");
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (int) Long.remainderUnsigned(bits(hash, i), classes);
    }
    return labels;
  }

  /** A parameter or running statistic, by the ending of its name and its rank. */
  static Tensor parameter(String name, List<Integer> shape) {
    int elements = shape.stream().reduce(1, Math::multiplyExact);
    float[] values;
    if (name.endsWith("running_var")) {
      values = scaled(name, elements, 1, 0.5);
    } else if (name.endsWith("weight") && shape.size() == 1) {
      values = scaled(name, elements, 1, 0.1);
    } else if (name.endsWith("weight")) {
      values = scaled(name, elements, 0, Math.sqrt(6.0 / (elements / shape.get(0))));
    } else {
      values = scaled(name, elements, 0, 0.1);
    }
    return new Tensor(shape, values);
  }

  /** Every tensor of {@code network}; {@code prefix} is taken off its names first. */
  static Weights weights(Network network, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, param) -> {
              String golden = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
              tensors.put(name, parameter(golden, param.shape()));
            });
    return new Weights(tensors);
  }

  private static float[] scaled(String name, int elements, double offset, double factor) {
    long hash = hash(name);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      double s = 2 * ((bits(hash, i) >>> 40) * 0x1p-24) - 1;
      values[i] = (float) (offset + factor * s);
    }
    return values;
  }

  private static long bits(long hash, long i) {
    long z = hash + (i + 1) * GAMMA;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }
}
