package recap.experiments.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Recap's version and those of the libraries it was built with, from the build. */
public final class Libraries {
  private static final String RECAP = "recap";

  private Libraries() {}

  /** The version of each library that computes or draws, by name; Recap's own among them. */
  public static Map<String, String> versions() {
    try (InputStream in = Libraries.class.getResourceAsStream("version.properties")) {
      var properties = new Properties();
      properties.load(in);
      var versions = new TreeMap<String, String>();
      properties.forEach((name, version) -> versions.put((String) name, (String) version));
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version in the parent POM, for example {@code 0.1.0}. */
  public static String recap() {
    return versions().get(RECAP);
  }
}
