package recap.labs.lab6;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.labs.check.Expectation;

/**
 * What every plan of independent runs must obey; which seeds it takes is up to the student. The
 * answer is a list of maps of {@code arm} and {@code seed}.
 *
 * @param arms to be trained
 * @param runsPerArm N
 * @param firstSeed the smallest seed that the pilot has not used
 */
public record PlanRule(List<String> arms, int runsPerArm, long firstSeed) implements Expectation {

  @Override
  public Optional<Mismatch> mismatch(Object answer) {
    if (!(answer instanceof List<?> runs)) {
      return wrong("a list of runs", String.valueOf(answer));
    }
    int expected = arms.size() * runsPerArm;
    return runs.size() == expected
        ? seeds(runs).or(() -> turns(runs))
        : wrong(expected + " runs, N for each arm", runs.size() + " runs");
  }

  private Optional<Mismatch> seeds(List<?> runs) {
    var taken = new HashSet<Long>();
    for (Object run : runs) {
      long seed = ((Number) part(run, "seed")).longValue();
      if (seed < firstSeed) {
        return wrong(
            "seeds from %d on, which the pilot has not seen".formatted(firstSeed), "seed " + seed);
      }
      if (!taken.add(seed)) {
        return wrong("a seed of its own for every run", "seed %d twice".formatted(seed));
      }
    }
    return Optional.empty();
  }

  private Optional<Mismatch> turns(List<?> runs) {
    for (int from = 0; from < runs.size(); from += arms.size()) {
      var turn = new ArrayList<Object>();
      runs.subList(from, from + arms.size()).forEach(run -> turn.add(part(run, "arm")));
      if (!turn.equals(arms)) {
        String which = "run %d to %d of ".formatted(from + 1, from + arms.size());
        return wrong("arms that take turns: " + which + arms, which + turn);
      }
    }
    return Optional.empty();
  }

  private static Object part(Object run, String name) {
    return ((Map<?, ?>) run).get(name);
  }

  private static Optional<Mismatch> wrong(String expected, String received) {
    return Optional.of(new Mismatch(expected, received));
  }
}
