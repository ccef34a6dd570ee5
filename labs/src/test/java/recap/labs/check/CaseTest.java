package recap.labs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.labs.check.Expectation.Mismatch;

/** What a case gives to a task, and what it says of an answer. */
class CaseTest {
  @Test
  void theFirstDifferenceIsNamedByItsPlace() {
    var expected = Map.of("dw", new float[] {1, 2, 3}, "db", new float[] {0});
    assertThat(difference(expected, Map.of("dw", new double[] {1, 2, 3}, "db", List.of(1e-6))))
        .isNull();
    assertThat(difference(expected, Map.of("dw", new float[] {1, 2, 4}, "db", new float[] {0})))
        .isEqualTo(new Mismatch("dw[2] = 3.0", "dw[2] = 4.0"));
    assertThat(difference(expected, Map.of("dw", new float[] {1, 2}, "db", new float[] {0})))
        .isEqualTo(new Mismatch("dw of 3 values", "dw of 2 values"));
    assertThat(difference(expected, 7).received()).isEqualTo("7");
  }

  @Test
  void ofSeveralWrongPartsTheSameIsNamedInEveryProcess() {
    var wrong = Map.of("dw", 2, "db", 2);
    // Of a map without an order of its own, as Map.of's; this one's is the same in every process.
    var unordered = new HashMap<String, Integer>();
    List.of("db", "dw").forEach(part -> unordered.put(part, 1));
    assertThat(unordered.keySet()).first().isEqualTo("dw");
    assertThat(difference(unordered, wrong)).isEqualTo(new Mismatch("db = 1", "db = 2"));
    var ordered = new LinkedHashMap<>(unordered);
    assertThat(difference(ordered, wrong)).isEqualTo(new Mismatch("dw = 1", "dw = 2"));
  }

  @Test
  void notANumberIsNearNothing() {
    assertThat(difference(1.0, Double.NaN)).isEqualTo(new Mismatch("1.0", "NaN"));
    assertThat(difference(new float[] {1}, new float[] {Float.POSITIVE_INFINITY})).isNotNull();
    assertThat(difference(3, 3.0000001)).isEqualTo(new Mismatch("3", "3.0000001"));
  }

  @Test
  void infinityIsNearNothingButItself() {
    double never = Double.POSITIVE_INFINITY;
    assertThat(difference(never, never)).isNull();
    assertThat(difference(never, -1.0)).isEqualTo(new Mismatch("Infinity", "-1.0"));
    assertThat(difference(never, -never)).isEqualTo(new Mismatch("Infinity", "-Infinity"));
    assertThat(difference(new double[] {never}, new double[] {Double.MAX_VALUE})).isNotNull();
  }

  private static Mismatch difference(Object expected, Object received) {
    return Case.of("a case").expect(expected).expected().mismatch(received).orElse(null);
  }

  @Test
  void aTaskMayOverwriteItsInputs() {
    var inputs =
        new Inputs(Map.of("x", new float[] {1}, "rates", Map.of("a", 1), "arms", List.of("b")));
    inputs.floats("x")[0] = 2;
    inputs.map("rates").remove("a");
    inputs.list("arms").remove(0);
    assertThat(inputs.floats("x")).containsExactly(1);
    assertThat(inputs.map("rates")).containsEntry("a", 1);
    assertThat(inputs.list("arms")).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inputs.floats("y"))
        .withMessage(
            "Inputs: expected a float[] called \"y\", received none; this case has [arms,"
                + " rates, x].");
  }
}
