package recap.experiments.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks git about the checkout that runs. */
public final class Checkout {
  private Checkout() {}

  /**
   * The commit checked out at {@code home} and whether files differ from it. Results do not count:
   * every run writes some.
   */
  public static RunRecord.Code code(Path home) {
    return git(home, List.of("rev-parse", "HEAD"))
        .map(
            commit ->
                new RunRecord.Code(
                    commit,
                    git(home, List.of("status", "--porcelain", "--", ".", ":!results"))
                        .map(changes -> !changes.isEmpty())
                        .orElse(true)))
        .orElse(new RunRecord.Code("unknown", true));
  }

  private static Optional<String> git(Path home, List<String> arguments) {
    var command = new java.util.ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(out.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
