package recap.experiments.golden;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One quantity of a case, ours against the reference.
 *
 * @param quantity {@code grad weight}
 * @param error relative L2 error, |ours - reference| / |reference|
 * @param tolerance the error that passes
 */
record Check(String quantity, double error, double tolerance) {
  boolean passes() {
    return error <= tolerance;
  }

  /** By how much the tolerance is used up; above 1 fails. NaN fails too. */
  double share() {
    if (error == 0) {
      return 0;
    }
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / tolerance;
  }

  static Check tensor(String quantity, float[] ours, JsonNode reference, double tolerance) {
    JsonNode data = reference.path("data");
    if (data.size() != ours.length) {
      return new Check(
          quantity + " (" + ours.length + " values for " + data.size() + ")",
          Double.POSITIVE_INFINITY,
          tolerance);
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < ours.length; i++) {
      double expected = data.get(i).asDouble();
      difference += (ours[i] - expected) * (ours[i] - expected);
      norm += expected * expected;
    }
    return of(quantity, Math.sqrt(difference), Math.sqrt(norm), tolerance);
  }

  static Check scalar(String quantity, double ours, double reference, double tolerance) {
    return of(quantity, Math.abs(ours - reference), Math.abs(reference), tolerance);
  }

  /** A reference of zero leaves only the absolute error to compare. */
  static Check of(String quantity, double difference, double norm, double tolerance) {
    return new Check(quantity, norm > 0 ? difference / norm : difference, tolerance);
  }

  static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
