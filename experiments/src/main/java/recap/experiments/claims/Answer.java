package recap.experiments.claims;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import recap.experiments.Agreement;

/** What the code computes for a claim, and whether that agrees with what is claimed. */
public sealed interface Answer {
  /** The computed value, written like the claimed one. */
  String ours();

  /** A sentence of computed numbers that lets a reader follow. */
  String evidence();

  /** Whether the computed value is the claimed one, within the claim's tolerance. */
  boolean agrees(Claim claim);

  /** One number or several, compared one by one. */
  record Numbers(List<Double> values, String evidence) implements Answer {
    public Numbers {
      values = List.copyOf(values);
    }

    @Override
    public String ours() {
      return values.stream().map(Numbers::plain).collect(Collectors.joining(";"));
    }

    /** At most five significant digits unless it is a whole number. */
    private static String plain(double value) {
      var number = BigDecimal.valueOf(value);
      boolean whole = value == Math.rint(value);
      var rounded = whole ? number : number.round(new java.math.MathContext(5));
      return rounded.stripTrailingZeros().toPlainString();
    }

    @Override
    public boolean agrees(Claim claim) {
      double[] claimed =
          Arrays.stream(claim.claimed().split(";")).mapToDouble(Double::parseDouble).toArray();
      if (claimed.length != values.size()) {
        return false;
      }
      for (int i = 0; i < claimed.length; i++) {
        if (!Agreement.of(values.get(i), claimed[i], claim.tolerance())) {
          return false;
        }
      }
      return true;
    }
  }

  /** A shape or an order such as {@code conv>fc}, compared letter by letter. */
  record Text(String ours, String evidence) implements Answer {
    @Override
    public boolean agrees(Claim claim) {
      return ours.equals(claim.claimed());
    }
  }

  /** A statement that holds or does not. */
  record Statement(boolean holds, String ours, String evidence) implements Answer {
    @Override
    public boolean agrees(Claim claim) {
      return holds;
    }
  }

  /** One number. */
  static Answer number(double value, String evidence, Object... arguments) {
    return new Numbers(List.of(value), String.format(Locale.ROOT, evidence, arguments));
  }

  /** Several numbers. */
  static Answer numbers(List<? extends Number> values, String evidence, Object... arguments) {
    var doubles = values.stream().map(Number::doubleValue).toList();
    return new Numbers(doubles, String.format(Locale.ROOT, evidence, arguments));
  }

  /** Which of two quantities is larger: {@code conv>fc} or {@code conv<fc}, left name first. */
  static Answer order(
      String left, double a, String right, double b, String evidence, Object... arguments) {
    String sign = a > b ? ">" : a < b ? "<" : "=";
    return new Text(left + sign + right, String.format(Locale.ROOT, evidence, arguments));
  }
}
