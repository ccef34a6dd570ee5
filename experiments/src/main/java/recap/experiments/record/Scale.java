package recap.experiments.record;

import java.util.Arrays;
import java.util.Locale;
import recap.nn.Nearest;

/** How much of a paper's protocol a run spends. */
public enum Scale {
  /** Seconds, on the built-in generated set: proves that everything runs, shows nothing else. */
  SMOKE,
  /** Minutes on two cores, on real data: shows the effect. */
  QUICK,
  /** The paper's protocol; hours. */
  PAPER;

  /** The environment variable that notebooks read. */
  public static final String VARIABLE = "RECAP_SCALE";

  /**
   * The scale called {@code name}, in upper or lower case.
   *
   * @throws IllegalArgumentException with the nearest names
   */
  public static Scale of(String name) {
    for (Scale scale : values()) {
      if (scale.label().equals(name.toLowerCase(Locale.ROOT))) {
        return scale;
      }
    }
    var names = Arrays.stream(values()).map(Scale::label).toList();
    throw new IllegalArgumentException(Nearest.message("scale", name, names));
  }

  /** The scale that the environment asks for with {@code RECAP_SCALE}; QUICK if it does not. */
  public static Scale fromEnvironment() {
    String name = System.getenv(VARIABLE);
    return name == null || name.isBlank() ? QUICK : of(name.strip());
  }

  /** {@code quick}: its name on the command line and in folders. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
