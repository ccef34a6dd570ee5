package recap.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.io.StorageException;

class ChartFilesTest {
  @TempDir private Path folder;

  private static Figure figure() {
    return Charts.lines("Error", "epoch", "error (%)")
        .line("a", Curve.of(List.of(1, 2, 3), List.of(1200.5, 30.25, 2)))
        .logY()
        .figure();
  }

  @Test
  void writesBothFilesAndNothingElse() throws IOException {
    Path charts = folder.resolve("quick");
    assertThat(ChartFiles.write(figure(), charts, "error")).allMatch(Files::isRegularFile);
    try (var files = Files.list(charts)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("error.svg", "error.png");
    }
  }

  /** Another process has other hash codes and, here, another language. */
  @Test
  void anotherProcessWritesTheSameBytes() throws Exception {
    ChartFiles.write(figure(), folder, "here");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var there =
        new ProcessBuilder(
                java,
                "-Djava.awt.headless=true",
                "-Duser.language=" + (Locale.getDefault().getLanguage().equals("de") ? "en" : "de"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    assertThat(there.waitFor()).isZero();
    assertThat(folder.resolve("there.svg")).hasSameBinaryContentAs(folder.resolve("here.svg"));
    assertThat(folder.resolve("there.png")).hasSameBinaryContentAs(folder.resolve("here.png"));
  }

  /** What the other process runs. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      ChartFiles.write(figure(), Path.of(args[0]), "there");
    }
  }

  @Test
  void aFolderThatIsAFileIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    assertThatThrownBy(() -> ChartFiles.write(figure(), file, "error"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(
            "error.svg: expected to write it, found a file where a folder is needed")
        .hasMessageContaining("check the folder's permissions");
  }

  @Test
  void deletesBothFilesAndNamesOneThatItCannot() throws IOException {
    List<Path> files = ChartFiles.write(figure(), folder, "error");
    ChartFiles.delete(folder, "error");
    assertThat(files).noneMatch(Files::exists);
    Files.createDirectories(files.get(1).resolve("full"));
    assertThatThrownBy(() -> ChartFiles.delete(folder, "error"))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            files.get(1)
                + ": expected to delete it, found a folder that is not empty; check the folder's"
                + " permissions, or delete it yourself.");
  }

  @Test
  void whatNoDocumentMayHoldIsReplaced() {
    assertThat(Markup.escape("a\u0001<b>&\ud83d\ude00\ud83d\t"))
        .isEqualTo("a\ufffd&lt;b&gt;&amp;\ud83d\ude00\ufffd\t");
    var chart =
        Charts.lines("a\u0001b", "x", "y").line("a", Curve.of(List.of(1, 2), List.of(1, 2)));
    assertThat(ChartFiles.svg(chart.figure())).contains("<title>a\ufffdb</title>");
  }
}
