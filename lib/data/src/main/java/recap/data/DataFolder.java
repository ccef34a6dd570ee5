package recap.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where downloaded data lives. */
public final class DataFolder {
  /** The environment variable that names another folder. */
  public static final String VARIABLE = "RECAP_DATA";

  private DataFolder() {}

  /**
   * The folder named by {@code RECAP_DATA}; without it {@code data/} under the project's root,
   * which is {@code RECAP_HOME} (the launcher sets it) or the project the working directory is in;
   * else {@code data/} under the working directory. The folder need not exist.
   */
  public static Path locate() {
    return locate(System.getenv(), Path.of("").toAbsolutePath());
  }

  static Path locate(Map<String, String> environment, Path workingDirectory) {
    String named = environment.get(VARIABLE);
    if (named != null && !named.isBlank()) {
      return workingDirectory.resolve(named).normalize();
    }
    String home = environment.get("RECAP_HOME");
    if (home != null && !home.isBlank()) {
      return workingDirectory.resolve(home).resolve("data").normalize();
    }
    for (Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("pom.xml"))
          && Files.isDirectory(folder.resolve("lib").resolve("data"))) {
        return folder.resolve("data");
      }
    }
    return workingDirectory.resolve("data");
  }
}
