package recap.labs;

import java.util.List;
import recap.labs.check.Check;
import recap.labs.check.LabChecks;
import recap.labs.lab1.CountChecks;
import recap.labs.lab2.ConvolutionChecks;
import recap.labs.lab3.ActivationChecks;
import recap.labs.lab4.ResidualChecks;
import recap.labs.lab5.BlockChecks;
import recap.labs.lab6.ReproductionChecks;

/** All labs. */
public final class Labs {
  private static final List<LabChecks> ALL =
      List.of(
          new CountChecks(),
          new ConvolutionChecks(),
          new ActivationChecks(),
          new ResidualChecks(),
          new BlockChecks(),
          new ReproductionChecks());

  private Labs() {}

  /** The visible checks of all labs, in order. */
  public static List<Check> checks() {
    return ALL.stream().flatMap(lab -> lab.checks().stream()).toList();
  }

  /**
   * The check called {@code id}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Check check(String id) {
    return checks().stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Lab: expected the id of a check, received \"%s\"; there are %s."
                        .formatted(id, checks().stream().map(Check::id).toList())));
  }
}
