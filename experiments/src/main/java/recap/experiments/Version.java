package recap.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.IVersionProvider;

/** Recap's version and those of the libraries it was built with, from the build. */
public final class Version implements IVersionProvider {

  /** The version in the parent POM, for example {@code 0.1.0}. */
  public static String current() {
    return properties().getProperty("version");
  }

  /** The version of each library that computes or draws, by name; Recap's own among them. */
  public static Map<String, String> libraries() {
    var libraries = new TreeMap<String, String>();
    properties()
        .forEach(
            (name, version) ->
                libraries.put(name.equals("version") ? "recap" : (String) name, (String) version));
    return libraries;
  }

  private static Properties properties() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"recap " + current()};
  }
}
