package recap.experiments.claims;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import recap.experiments.Finding;
import recap.report.Tables;
import tech.tablesaw.api.Table;

/** The tables that the project ships. */
final class Resources {
  private Resources() {}

  /** The table {@code name}, its columns {@code text} left as they are written. */
  static Table table(String name, String... text) {
    try (InputStream in = Finding.class.getResourceAsStream(name)) {
      return Tables.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
