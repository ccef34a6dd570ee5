package recap.labs.lab6;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import recap.nn.Op;

/** Replaces some neighbouring layers of a chain, wherever they stand. */
@FunctionalInterface
interface Rewriting {

  /** What replaces the layers from {@code i} on; empty where they stay. */
  Optional<Replacement> at(List<Op> chain, int i);

  /**
   * @param replaced how many layers go
   * @param by what comes in their place
   */
  record Replacement(int replaced, List<Op> by) {}

  /**
   * A chain after all replacements.
   *
   * @param places how many there were
   */
  record Result(List<Op> chain, int places) {}

  /** Goes through the whole chain once. */
  default Result apply(List<Op> chain) {
    var result = new ArrayList<Op>();
    int places = 0;
    int i = 0;
    while (i < chain.size()) {
      Optional<Replacement> replacement = at(chain, i);
      result.addAll(replacement.map(Replacement::by).orElse(List.of(chain.get(i))));
      i += replacement.map(Replacement::replaced).orElse(1);
      places += replacement.isPresent() ? 1 : 0;
    }
    return new Result(List.copyOf(result), places);
  }
}
