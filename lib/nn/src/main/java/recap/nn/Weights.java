package recap.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All tensors of a network, learned parameters and running statistics, under their full names, in
 * network order and in plain row-major order: the form in which weights are initialised, saved and
 * compared, whatever layout computes with them.
 *
 * @param tensors by full name
 */
public record Weights(Map<String, Tensor> tensors) {
  /** Values that are hashed at a time. */
  private static final int PART = 1 << 16;

  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * The tensor called {@code name}.
   *
   * @throws ShapeException where there is none
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ShapeException("Weights", "the name of a tensor", name, "see tensors().keySet()");
    }
    return tensor;
  }

  /**
   * Everything that keeps these from being the tensors of {@code parameters}, such as {@link
   * Network#parameters}: missing, extra and mis-shaped ones, a line each; empty when they fit.
   */
  public List<String> mismatches(Map<String, Param> parameters) {
    var problems = new ArrayList<String>();
    parameters.forEach(
        (name, param) -> {
          Tensor tensor = tensors.get(name);
          if (tensor == null) {
            problems.add("missing " + name + " " + param.shape());
          } else if (!tensor.shape().equals(param.shape())) {
            problems.add(name + ": expected " + param.shape() + ", received " + tensor.shape());
          }
        });
    for (String name : tensors.keySet()) {
      if (!parameters.containsKey(name)) {
        problems.add("extra " + name + " " + tensors.get(name).shape());
      }
    }
    return problems;
  }

  /** Of these the tensors that {@code network} has, in its order: without auxiliary classifiers. */
  public Weights of(Network network) {
    var chosen = new LinkedHashMap<String, Tensor>();
    network.parameters().keySet().forEach(name -> chosen.put(name, get(name)));
    return new Weights(chosen);
  }

  /** {@code 102 tensors, 11699112 values}. */
  @Override
  public String toString() {
    long values = tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
    return tensors.size() + " tensors, " + values + " values";
  }

  /** SHA-256 over names and little-endian float32 values, in order; hexadecimal. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var bytes = ByteBuffer.allocate(Float.BYTES * PART).order(ByteOrder.LITTLE_ENDIAN);
      tensors.forEach(
          (name, tensor) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            float[] values = tensor.values();
            // In parts: the bytes of a tensor may be too many for an array.
            for (int start = 0; start < values.length; start += PART) {
              int count = Math.min(PART, values.length - start);
              bytes.clear().limit(Float.BYTES * count);
              bytes.asFloatBuffer().put(values, start, count);
              digest.update(bytes);
            }
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
