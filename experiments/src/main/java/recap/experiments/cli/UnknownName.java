package recap.experiments.cli;

import java.util.Collection;
import java.util.List;
import recap.nn.Nearest;

/** The message for a name that the command line does not know. */
final class UnknownName {
  private UnknownName() {}

  /**
   * What was expected, what was received, and the nearest names, or all of them where none is near.
   *
   * @param what the kind of name, for example {@code experiment}
   */
  static String message(String what, String name, Collection<String> known) {
    List<String> near = Nearest.of(name, known);
    String remedy =
        near.isEmpty()
            ? "use one of " + String.join(", ", known)
            : "did you mean " + String.join(" or ", near) + "?";
    return "%s: expected a known %s, received '%s'; %s".formatted(what, what, name, remedy);
  }
}
