package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import recap.jupyter.DefaultImports;

/** A simple name means one class in a notebook, whatever the packages it imports share. */
class NotebookNamesTest {
  /** What notebooks import of others: JJava's own choice, and ours. */
  private static final List<String> FOREIGN =
      List.of(
          "tech.tablesaw.api",
          "org.knowm.xchart",
          "java.lang",
          "java.util",
          "java.io",
          "java.math",
          "java.net",
          "java.nio.file",
          "java.time",
          "java.util.concurrent",
          "java.util.prefs",
          "java.util.regex");

  @Test
  void everyNameOfTheLibraryIsUnambiguousOrImportedByItself() {
    assertThat(FOREIGN)
        .containsAll(
            DefaultImports.PACKAGES.stream().filter(p -> !p.startsWith("recap.")).toList());
    Map<String, Set<String>> packagesByName = new TreeMap<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("recap")
            .stream()
            .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(c -> DefaultImports.PACKAGES.contains(c.getPackageName()))
            .forEach(c -> packages(packagesByName, c).add(c.getPackageName()));
    packagesByName.forEach(
        (name, packages) -> FOREIGN.stream().filter(p -> exists(p, name)).forEach(packages::add));

    Set<String> ambiguous =
        packagesByName.entrySet().stream()
            .filter(e -> e.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(simpleNames(DefaultImports.CHOSEN))
        .as("names that DefaultImports.CHOSEN must decide")
        .containsAll(ambiguous)
        .doesNotHaveDuplicates();
  }

  private static Set<String> packages(Map<String, Set<String>> byName, JavaClass c) {
    return byName.computeIfAbsent(c.getSimpleName(), name -> new TreeSet<>());
  }

  private static boolean exists(String packageName, String name) {
    try {
      Class.forName(packageName + "." + name, false, NotebookNamesTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static List<String> simpleNames(List<String> classes) {
    return classes.stream().map(name -> name.substring(name.lastIndexOf('.') + 1)).toList();
  }
}
