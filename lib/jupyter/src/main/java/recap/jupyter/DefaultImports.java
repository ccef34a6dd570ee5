package recap.jupyter;

import java.util.List;
import java.util.stream.Stream;

/** What a notebook imports without saying so. */
public final class DefaultImports {

  /** In the order a lecture meets them; a package that is not on the class path is left out. */
  public static final List<String> PACKAGES =
      List.of(
          "recap.nn",
          "recap.account",
          "recap.draw",
          "recap.zoo",
          "recap.onednn",
          "recap.train",
          "recap.data",
          "recap.report",
          "recap.jupyter",
          "recap.experiments",
          "tech.tablesaw.api",
          "org.knowm.xchart");

  /**
   * Classes whose simple name is in several of these packages: this one is meant. The others take
   * their full name, as the layer in {@code x.then(new recap.nn.Scale(0.5f))}.
   */
  public static final List<String> CHOSEN =
      List.of("recap.account.Row", "recap.train.Progress", "recap.experiments.record.Scale");

  /** What weights, checkpoints and diagrams are saved with; JJava imports no part of NIO. */
  private static final String FILES = "import java.nio.file.*;";

  private DefaultImports() {}

  /** The import statements for what {@code loader} finds: JShell rejects an empty import. */
  public static List<String> statements(ClassLoader loader) {
    var packages =
        PACKAGES.stream()
            .filter(name -> loader.getResource(name.replace('.', '/') + "/") != null)
            .map(name -> "import " + name + ".*;");
    var classes =
        CHOSEN.stream()
            .filter(name -> loader.getResource(name.replace('.', '/') + ".class") != null)
            .map(name -> "import " + name + ";");
    return Stream.of(packages, classes, Stream.of(FILES)).flatMap(each -> each).toList();
  }
}
