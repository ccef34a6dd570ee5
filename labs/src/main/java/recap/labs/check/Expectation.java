package recap.labs.check;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import recap.nn.Network;

/** What must come out of a case. */
@FunctionalInterface
public interface Expectation {

  /** What is wrong with {@code answer}, or nothing. */
  Optional<Mismatch> mismatch(Object answer);

  /**
   * An answer that is wrong, in words.
   *
   * @param expected {@code y[3] = 6.0}
   * @param received {@code y[3] = 5.0}
   */
  record Mismatch(String expected, String received) {}

  /**
   * A condition on a network that the student has built.
   *
   * @param expected the condition in words: {@code at most 40 000 000 MACs}
   * @param holds whether it does
   * @param measured the network's own figure in words: {@code 41 234 567 MACs}
   */
  static Expectation network(
      String expected, Predicate<Network> holds, Function<Network, String> measured) {
    return answer -> {
      if (!(answer instanceof Network network)) {
        return Optional.of(new Mismatch("a Network", Values.describe(answer)));
      }
      return holds.test(network)
          ? Optional.empty()
          : Optional.of(new Mismatch(expected, measured.apply(network)));
    };
  }

  /** {@code first}, and then, where that holds, {@code second}. */
  static Expectation both(Expectation first, Expectation second) {
    return answer -> first.mismatch(answer).or(() -> second.mismatch(answer));
  }
}
