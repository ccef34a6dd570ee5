package recap.onednn;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files in which the system describes itself, such as those under /proc. */
public final class SystemFile {
  private SystemFile() {}

  /**
   * The lines of {@code file}.
   *
   * @throws IOException if it cannot be read
   */
  public static List<String> lines(Path file) throws IOException {
    // No channel: Java closes one under a thread that the stop button has interrupted.
    try (var reader = new BufferedReader(new FileReader(file.toFile()))) {
      var lines = new ArrayList<String>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
      return lines;
    }
  }
}
