package recap.nn;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The known names nearest to a mistyped one. */
public final class Nearest {
  private static final int SHOWN = 3;

  private Nearest() {}

  /**
   * At most three candidates that are a plausible reading of {@code name}, nearest first: within a
   * third of its length in edits, or holding it as a part.
   */
  public static List<String> of(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int tolerance = Math.max(2, wanted.length() / 3);
    return candidates.stream()
        .filter(
            c ->
                distance(wanted, c.toLowerCase(Locale.ROOT)) <= tolerance
                    || (wanted.length() >= 3 && c.toLowerCase(Locale.ROOT).contains(wanted)))
        .sorted(
            Comparator.<String>comparingInt(c -> distance(wanted, c.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .toList();
  }

  /**
   * The message for an unknown name: what was expected, what was received, and the nearest names,
   * or all of them where none is near.
   *
   * @param what the kind of name, for example {@code experiment}
   */
  public static String message(String what, String name, Collection<String> candidates) {
    List<String> near = of(name, candidates);
    String remedy =
        near.isEmpty()
            ? "use one of " + String.join(", ", candidates)
            : "did you mean " + String.join(" or ", near) + "?";
    return "%s: expected a known %s, received '%s'; %s".formatted(what, what, name, remedy);
  }

  /** Levenshtein's distance: the fewest insertions, deletions and substitutions. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
