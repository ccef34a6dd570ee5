package recap.labs.check;

import java.lang.reflect.Array;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import recap.labs.check.Expectation.Mismatch;

/** Plain values of inputs and answers: how they compare and how they read. */
public final class Values {
  private static final int SHOWN = 12;

  private Values() {}

  /** Where {@code received} differs from {@code expected} by more than {@code tolerance}. */
  static Optional<Mismatch> difference(Object expected, Object received, Tolerance tolerance) {
    return difference("", expected, received, tolerance);
  }

  private static Optional<Mismatch> difference(
      String path, Object expected, Object received, Tolerance tolerance) {
    boolean same;
    if (expected instanceof Map<?, ?> parts && received instanceof Map<?, ?> found) {
      return inOrder(parts)
          .map(
              e -> difference(at(path, e.getKey()), e.getValue(), found.get(e.getKey()), tolerance))
          .flatMap(Optional::stream)
          .findFirst();
    } else if (isSequence(expected) && isSequence(received)) {
      return sequences(path, elements(expected), elements(received), tolerance);
    } else if (expected instanceof Number a && received instanceof Number b) {
      same = tolerance.accepts(a.doubleValue(), b.doubleValue());
    } else {
      same = Objects.equals(expected, received);
    }
    return same ? Optional.empty() : Optional.of(mismatch(path, expected, received));
  }

  /**
   * In the order of a map that has one, otherwise by name: that of {@link Map#of} is another in
   * every process, and grading names the same part as the notebook did.
   */
  private static Stream<? extends Map.Entry<?, ?>> inOrder(Map<?, ?> parts) {
    Stream<? extends Map.Entry<?, ?>> entries = parts.entrySet().stream();
    return parts instanceof LinkedHashMap
        ? entries
        : entries.sorted(Comparator.comparing(e -> String.valueOf(e.getKey())));
  }

  private static Optional<Mismatch> sequences(
      String path, List<?> expected, List<?> received, Tolerance tolerance) {
    if (expected.size() != received.size()) {
      String where = path.isEmpty() ? "" : path + " of ";
      return Optional.of(
          new Mismatch(where + expected.size() + " values", where + received.size() + " values"));
    }
    return IntStream.range(0, expected.size())
        .mapToObj(
            i ->
                difference(
                    (path.isEmpty() ? "value" : path) + "[" + i + "]",
                    expected.get(i),
                    received.get(i),
                    tolerance))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String at(String path, Object key) {
    return path.isEmpty() ? String.valueOf(key) : path + "." + key;
  }

  private static Mismatch mismatch(String path, Object expected, Object received) {
    String name = path.isEmpty() ? "" : path + " = ";
    return new Mismatch(name + describe(expected), name + describe(received));
  }

  private static boolean isSequence(Object value) {
    return value instanceof List<?> || (value != null && value.getClass().isArray());
  }

  /** The elements of a list or of an array of any type. */
  public static List<?> elements(Object sequence) {
    return sequence instanceof List<?> list
        ? list
        : IntStream.range(0, Array.getLength(sequence))
            .mapToObj(i -> Array.get(sequence, i))
            .toList();
  }

  /** {@code x = {1.0, 2.0, 3.0}, stride = 2}. */
  static String describe(Inputs inputs) {
    return inputs.values().entrySet().stream()
        .map(e -> e.getKey() + " = " + describe(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** The value as a student would write it, long ones cut. */
  static String describe(Object value) {
    if (value instanceof String text) {
      return "\"" + text + "\"";
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> e.getKey() + " = " + describe(e.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (!isSequence(value)) {
      return String.valueOf(value);
    }
    List<?> elements = elements(value);
    var text = new StringJoiner(", ", "{", "}");
    elements.stream().limit(SHOWN).forEach(element -> text.add(describe(element)));
    if (elements.size() > SHOWN) {
      text.add("... " + elements.size() + " values");
    }
    return text.toString();
  }
}
