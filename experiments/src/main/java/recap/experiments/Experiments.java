package recap.experiments;

import java.util.List;
import recap.nn.Nearest;

/** Every experiment, in the order of the lecture; those it does not speak of come last. */
public final class Experiments {
  private static final List<Experiment> ALL =
      List.of(
          new LeNetOnMnist(),
          new ReluVsTanh(),
          new AlexNetChoices(),
          new Features(),
          new AuxiliaryClassifiers(),
          new Degradation(),
          new BlockCost(),
          new LaterArchitectures(),
          new ForwardTimes(),
          new Ensembles(),
          new PrecisionCurves(),
          new ResNetStart());

  private Experiments() {}

  /** All of them. */
  public static List<Experiment> all() {
    return ALL;
  }

  /**
   * The experiment called {@code id}.
   *
   * @throws IllegalArgumentException with the nearest names
   */
  public static Experiment of(String id) {
    return ALL.stream()
        .filter(experiment -> experiment.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Nearest.message("experiment", id, ALL.stream().map(Experiment::id).toList())));
  }
}
