package recap.experiments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the project and its results are. */
public final class Home {
  /** Names the project's root; the launcher and the notebook kernel set it. */
  public static final String VARIABLE = "RECAP_HOME";

  /**
   * Names another folder for results than {@code results/} below the root; relative to the root,
   * since notebooks run elsewhere than the command line.
   */
  public static final String RESULTS_VARIABLE = "RECAP_RESULTS";

  private Home() {}

  /**
   * The folder of {@code RECAP_HOME}; without it the project the working directory is in, or the
   * working directory itself.
   */
  public static Path project() {
    Path project = project(System.getenv(), Path.of("").toAbsolutePath());
    if (!Files.isDirectory(project)) {
      throw new IllegalArgumentException(
          VARIABLE
              + ": expected the project's folder, found none called "
              + project
              + "; unset it");
    }
    return project;
  }

  static Path project(Map<String, String> environment, Path workingDirectory) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return workingDirectory.resolve(named).normalize();
    }
    for (Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("pom.xml"))
          && Files.isDirectory(folder.resolve("experiments"))) {
        return folder;
      }
    }
    return workingDirectory;
  }

  /**
   * The folder of {@code RECAP_RESULTS}, else {@code results/} below the root. It need not exist.
   *
   * @throws IllegalArgumentException if a file is there, which would look like no results
   */
  public static Path results() {
    project(); // refuses one that is not there, below which results would be made
    return results(System.getenv(), Path.of("").toAbsolutePath());
  }

  /** Where a benchmark writes and its charts are drawn: {@code bench/} below {@link #results()}. */
  public static Path bench() {
    return results().resolve("bench");
  }

  static Path results(Map<String, String> environment, Path workingDirectory) {
    String named = environment.getOrDefault(RESULTS_VARIABLE, "");
    Path results =
        project(environment, workingDirectory)
            .resolve(named.isBlank() ? "results" : named)
            .normalize();
    if (Files.exists(results) && !Files.isDirectory(results)) {
      throw new IllegalArgumentException(
          results
              + ": expected a folder of results, found a file; name another in "
              + RESULTS_VARIABLE);
    }
    return results;
  }
}
