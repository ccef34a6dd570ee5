package recap.train;

import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with tensors, in words for a message. */
final class Problems {
  /** How many a message names: a large file's header may hold a million. */
  private static final int SHOWN = 20;

  private Problems() {}

  /** The first of {@code problems}, and how many more there are. */
  static String some(List<String> problems) {
    String shown = problems.stream().limit(SHOWN).collect(Collectors.joining("; "));
    int more = problems.size() - SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }
}
