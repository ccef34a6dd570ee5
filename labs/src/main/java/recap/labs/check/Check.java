package recap.labs.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A graded exercise.
 *
 * @param id also the {@code grade_id} of its test cell: {@code lab2-conv-forward}
 * @param title what it is about: {@code the forward pass of a convolution}
 * @param formula where to look when it fails: {@code formula (2) of the theory}
 * @param cases all must hold
 */
public record Check(String id, String title, String formula, List<Case> cases) {
  public Check {
    cases = List.copyOf(cases);
  }

  /** The same with {@code more} cases. */
  public Check plus(List<Case> more) {
    var all = new ArrayList<>(cases);
    all.addAll(more);
    return new Check(id, title, formula, all);
  }

  /** Asks for the answers to all cases, in order, and describes the first that fails. */
  public Optional<String> failure(Function<Inputs, Answer> answers) {
    for (Case one : cases) {
      Optional<String> failure = answers.apply(one.inputs()).failure(this, one);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }
}
