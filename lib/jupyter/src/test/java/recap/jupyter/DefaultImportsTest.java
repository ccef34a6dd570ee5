package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefaultImportsTest {
  @Test
  void onlyWhatIsOnTheClassPathIsImported() {
    assertThat(DefaultImports.statements(getClass().getClassLoader()))
        .contains("import recap.nn.*;", "import tech.tablesaw.api.*;", "import recap.account.Row;")
        .doesNotContain("import recap.experiments.*;");
    assertThat(DefaultImports.statements(ClassLoader.getPlatformClassLoader()))
        .containsExactly("import java.nio.file.*;");
  }
}
