package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefaultImportsTest {
  @Test
  void onlyPackagesOnTheClassPathAreImported() {
    var present = DefaultImports.present(getClass().getClassLoader());
    assertThat(present).contains("recap.nn", "recap.onednn", "recap.jupyter", "tech.tablesaw.api");
    assertThat(present).doesNotContain("recap.experiments");
    assertThat(DefaultImports.PACKAGES).containsAll(present);
  }
}
