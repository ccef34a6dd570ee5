package recap.labs.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One input of a check and what must come out.
 *
 * @param topic what is special about it: {@code stride 2}; all that a hidden case ever shows
 * @param inputs by name, in the order in which a failure lists them
 * @param expected what must come out
 */
public record Case(String topic, Inputs inputs, Expectation expected) {

  /** Begins a case: {@code Case.of("stride 2").with("stride", 2).expect(3)}. */
  public static Given of(String topic) {
    return new Given(topic, Map.of());
  }

  /** A case whose expectation is still missing. */
  public record Given(String topic, Map<String, Object> inputs) {

    /** The same with one more input. */
    public Given with(String name, Object value) {
      var more = new LinkedHashMap<>(inputs);
      if (more.put(name, value) != null) {
        throw new IllegalArgumentException(
            "Case \"%s\": expected each input once, received \"%s\" twice; rename one of them."
                .formatted(topic, name));
      }
      return new Given(topic, Collections.unmodifiableMap(more));
    }

    /**
     * The case, where {@code value} must come out: whole numbers, texts and booleans exactly,
     * fractions within {@link Tolerance#USUAL}.
     */
    public Case expect(Object value) {
      return expect(value, Tolerance.usualFor(value));
    }

    /** The case, where {@code value} must come out within {@code tolerance}. */
    public Case expect(Object value, Tolerance tolerance) {
      return that(answer -> Values.difference(value, answer, tolerance));
    }

    /** The case, with a condition of its own. */
    public Case that(Expectation expected) {
      return new Case(topic, new Inputs(inputs), expected);
    }
  }
}
