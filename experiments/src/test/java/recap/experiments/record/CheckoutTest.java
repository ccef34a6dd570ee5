package recap.experiments.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
  @TempDir Path home;

  @BeforeEach
  void commit() throws Exception {
    assumeThatCode(() -> new ProcessBuilder("git", "--version").start()).doesNotThrowAnyException();
    git("init", "--quiet");
    write("lib/src/Layer.java", "class Layer {}");
    write("notebooks/degradation.ipynb", "an output");
    write("README.md", "");
    git("add", "--all");
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "first");
  }

  private void git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void resultsAndLogsLeaveTheCodeAsItIs() throws IOException {
    write("results/degradation/quick/verdict.md", "text");
    write("build.log", "text");
    write("notebooks/degradation.ipynb", "another output");
    write("README.md", "text");
    RunRecord.Code code = Checkout.code(home);
    assertThat(code.commit()).matches("[0-9a-f]{40}");
    assertThat(code.dirty()).isFalse();
  }

  @Test
  void changedAndNewSourcesDiffer() throws IOException {
    write("lib/src/Other.java", "class Other {}");
    assertThat(Checkout.code(home).dirty()).isTrue();
    Files.delete(home.resolve("lib/src/Other.java"));
    assertThat(Checkout.code(home).dirty()).isFalse();
    write("lib/src/Layer.java", "class Layer { int x; }");
    assertThat(Checkout.code(home).dirty()).isTrue();
  }

  @Test
  void anInterruptIsKeptForLater() {
    Thread.currentThread().interrupt();
    RunRecord.Code code = Checkout.code(home);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(code.commit()).matches("[0-9a-f]{40}");
    assertThat(code.dirty()).isFalse();
  }

  @Test
  void aFolderWithoutGitIsNeverClean(@TempDir Path elsewhere) {
    RunRecord.Code code = Checkout.code(elsewhere);
    assertThat(code.commit()).isEqualTo("unknown");
    assertThat(code.dirty()).isTrue();
  }
}
