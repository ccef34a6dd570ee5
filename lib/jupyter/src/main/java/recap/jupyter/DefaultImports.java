package recap.jupyter;

import java.util.List;

/** The packages a notebook imports without saying so. */
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

  private DefaultImports() {}

  /**
   * The packages of {@link #PACKAGES} that {@code loader} finds: JShell rejects an empty import.
   */
  public static List<String> present(ClassLoader loader) {
    return PACKAGES.stream()
        .filter(name -> loader.getResource(name.replace('.', '/') + "/") != null)
        .toList();
  }
}
