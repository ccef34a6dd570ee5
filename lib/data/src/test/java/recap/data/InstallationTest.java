package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import recap.io.Digests;

/** From sources that download nothing. */
@Timeout(60)
class InstallationTest {
  private static final byte[] A = {1, 2, 3};
  private static final byte[] B = {4};
  private static final Map<String, String> SUMS =
      Map.of("a", Digests.sha256(A), "b", Digests.sha256(B));

  @TempDir Path data;
  private final List<String> asked = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private interface Unpacking {
    void into(Staging staging, Path downloads) throws IOException, InterruptedException;
  }

  private Installation.Source source(String name, Unpacking unpacking) {
    return new Installation.Source() {
      @Override
      public List<Path> archives(Path downloads) {
        return List.of(downloads.resolve(name));
      }

      @Override
      public void fetch(Download download, Path downloads, Staging staging)
          throws IOException, InterruptedException {
        asked.add(name);
        unpacking.into(staging, downloads);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  private static void all(Staging staging, Path downloads)
      throws IOException, InterruptedException {
    staging.add("a", A);
    staging.add("b", B);
  }

  private Optional<String> install(Unpacking first) throws InterruptedException {
    return new Installation("Letters", "letters", SUMS, 1)
        .into(
            data,
            List.of(source("first", first), source("second", InstallationTest::all)),
            Download.Patience.USUAL,
            new TransferProgress() {
              @Override
              public void update(String what, long done, long total) {}

              @Override
              public void note(String line) {
                notes.add(line);
              }
            });
  }

  private void assertInterrupted(Unpacking unpacking) {
    assertThatThrownBy(() -> install(unpacking)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(asked).containsExactly("first");
    assertThat(data.resolve("letters")).doesNotExist();
    assertThat(data.resolve("letters.installing")).doesNotExist();
  }

  @Test
  void anInterruptBetweenTwoFilesEndsTheUnpacking() {
    assertInterrupted(
        (staging, downloads) -> {
          staging.add("a", A);
          Thread.currentThread().interrupt();
          staging.add("b", B);
        });
  }

  @Test
  void anInterruptWhileAnArchiveIsReadIsNoFailureOfItsSource() {
    assertInterrupted(
        (staging, downloads) -> {
          Path archive = Files.write(downloads.resolve("archive"), A);
          Thread.currentThread().interrupt();
          staging.add("a", Files.readAllBytes(archive));
        });
  }

  @Test
  void anInterruptBehindTheLastFileIsKept() throws Exception {
    assertThat(
            install(
                (staging, downloads) -> {
                  all(staging, downloads);
                  Thread.currentThread().interrupt();
                }))
        .contains("first");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(data.resolve("letters/b")).hasBinaryContent(B);
  }

  @Test
  void anArchiveThatCannotBeDeletedIsNoFailure() throws Exception {
    Path full = data.resolve("downloads/first/full");
    Files.createDirectories(full);
    assertThat(install(InstallationTest::all)).contains("first");
    assertThat(notes).last().isEqualTo("Installed in " + data.resolve("letters"));
    assertThat(full).exists();
  }

  /** Nobody, not even root, can read the first page of a process. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatCannotBeReadIsNamedAsSuch() throws Exception {
    Path file = data.resolve("letters/a");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
    Files.write(data.resolve("letters/b"), B);
    assertThatThrownBy(() -> install(InstallationTest::all))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": cannot be read (")
        .hasMessageEndingWith("check its permissions, or delete it.");
    assertThat(asked).isEmpty();
    Files.delete(file);
  }
}
