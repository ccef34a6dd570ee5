package recap.experiments.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks git about the checkout that runs. */
public final class Checkout {
  private static final List<String> CHANGES =
      List.of(
          "status",
          "--porcelain",
          "--untracked-files=all",
          "--",
          ".",
          ":!results",
          ":!*.ipynb",
          ":!*.md");

  private Checkout() {}

  /**
   * The commit checked out at {@code home} and whether the code differs from it: by changed files,
   * results and notebooks apart, which runs write, and texts, or by new files among the sources.
   */
  public static RunRecord.Code code(Path home) {
    return git(home, List.of("rev-parse", "HEAD"))
        .map(
            commit ->
                new RunRecord.Code(
                    commit,
                    git(home, CHANGES)
                        .map(changes -> changes.lines().anyMatch(Checkout::isCode))
                        .orElse(true)))
        .orElse(new RunRecord.Code("unknown", true));
  }

  /** A log or a note that lies about is no code. */
  private static boolean isCode(String change) {
    return !change.startsWith("??") || change.contains("src/");
  }

  private static Optional<String> git(Path home, List<String> arguments) {
    var command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // Not waitFor: an interrupt would leave a run without its commit, and git is soon done.
      return process.onExit().join().exitValue() == 0 ? Optional.of(out.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
