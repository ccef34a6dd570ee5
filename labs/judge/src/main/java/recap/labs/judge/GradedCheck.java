package recap.labs.judge;

import java.util.List;
import java.util.stream.Stream;
import recap.labs.Labs;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.judge.hidden.HiddenCases;
import recap.labs.judge.lab1.CountHidden;
import recap.labs.judge.lab2.ConvolutionHidden;
import recap.labs.judge.lab3.ActivationHidden;
import recap.labs.judge.lab4.ResidualHidden;
import recap.labs.judge.lab5.BlockHidden;
import recap.labs.judge.lab6.ReproductionHidden;

/**
 * A check with all its cases.
 *
 * @param visible as the student has it
 * @param hidden further cases
 */
record GradedCheck(Check visible, List<Case> hidden) {
  private static final List<HiddenCases> ALL =
      List.of(
          new CountHidden(),
          new ConvolutionHidden(),
          new ActivationHidden(),
          new ResidualHidden(),
          new BlockHidden(),
          new ReproductionHidden());

  GradedCheck {
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException(
          "Judge: expected hidden cases for %s, found none; add some to the lab's HiddenCases, and those to GradedCheck.ALL."
              .formatted(visible.id()));
    }
  }

  /** The check called {@code id}. */
  static GradedCheck of(String id) {
    Check visible = Labs.check(id);
    List<Case> hidden =
        ALL.stream()
            .filter(lab -> id.startsWith(lab.lab() + "-"))
            .flatMap(lab -> Stream.ofNullable(lab.cases().get(id)))
            .flatMap(List::stream)
            .toList();
    return new GradedCheck(visible, hidden);
  }
}
