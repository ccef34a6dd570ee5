package recap.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private static AtomicFile.Content text(String text) {
    return out -> out.write(text.getBytes());
  }

  @Test
  void replacesTheFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("Läufe und mehr/состояние 1.bin");
    AtomicFile.write(file, text("first"));
    AtomicFile.write(file, text("second"));
    assertThat(file).hasContent("second");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndWhatALivingOneWritesIsNot() throws Exception {
    Process killed = new ProcessBuilder("true").start();
    killed.waitFor();
    long living = ProcessHandle.current().parent().orElseThrow().pid();
    Path leftover = Files.createFile(folder.resolve(".file." + killed.pid() + ".tmp"));
    Path inWork = Files.createFile(folder.resolve(".file." + living + ".tmp"));
    Path other = Files.createFile(folder.resolve(".file.old." + killed.pid() + ".tmp"));
    Path unique = Files.createFile(folder.resolve(".file." + killed.pid() + "-0a1b2c3d4.tmp"));
    Path elsewhere = Files.createFile(folder.resolve(".file." + killed.pid() + "-5e6f70819.tmp"));
    var longAgo = FileTime.from(Instant.now().minus(2, ChronoUnit.HOURS));
    for (Path file : List.of(leftover, inWork, other, unique)) {
      Files.setLastModifiedTime(file, longAgo);
    }
    AtomicFile.write(folder.resolve("file"), text("text"));
    assertThat(leftover).doesNotExist();
    assertThat(unique).doesNotExist();
    assertThat(inWork).exists();
    assertThat(other).exists();
    assertThat(elsewhere).exists();
  }

  @Test
  void whatTheProcessOfTheSameNumberLeftInAnEarlierContainerIsDeleted() throws IOException {
    long own = ProcessHandle.current().pid();
    Path earlier = Files.createFile(folder.resolve(".file." + own + "-0.tmp"));
    Files.setLastModifiedTime(earlier, FileTime.from(Instant.now().minus(2, ChronoUnit.HOURS)));
    AtomicFile.write(folder.resolve("file"), text("text"));
    assertThat(earlier).doesNotExist();
  }

  @Test
  @Timeout(60)
  void twoThreadsMayWriteOneFileAndReadersSeeItWhole() throws Exception {
    Path file = folder.resolve("file");
    AtomicFile.write(file, text("a".repeat(300_000)));
    var threads = Executors.newFixedThreadPool(2);
    var writers = new ArrayList<Future<?>>();
    for (String letter : List.of("a", "b")) {
      writers.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  AtomicFile.write(file, text(letter.repeat(300_000)));
                }
              }));
    }
    threads.shutdown();
    while (!threads.isTerminated()) {
      String seen = Files.readString(file);
      assertThat(seen).hasSize(300_000);
      assertThat(seen.chars().distinct().count()).isEqualTo(1);
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailureInTheMiddleLeavesTheFileAsItWas() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, text("before"));
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            file
                + ": expected to write it, found No space left on device; check the folder's"
                + " permissions and the free space; what was there is untouched.");
    assertThat(file).hasContent("before");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatTheContentThrowsUncheckedPassesAsItIs() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, text("before"));
    var damaged = StorageException.of("weights", "a tensor", "none", "load it again");
    for (Throwable thrown : List.of(new IllegalStateException("a bug"), damaged, new Error("e"))) {
      assertThatThrownBy(
              () ->
                  AtomicFile.write(
                      file,
                      out -> {
                        out.write(1);
                        throwUnchecked(thrown);
                      }))
          .isSameAs(thrown);
    }
    assertThat(file).hasContent("before");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static void throwUnchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    throw (Error) thrown;
  }

  @Test
  void aFullDeviceIsNamed() {
    assumeThat(Files.isWritable(Path.of("/dev/full"))).isTrue();
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    folder.resolve("file"),
                    out -> {
                      try (var full = Files.newOutputStream(Path.of("/dev/full"))) {
                        full.write(1);
                      }
                    }))
        .hasMessageContaining("No space left on device");
  }

  @Test
  void aFolderWithoutPermissionIsNamed() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    // Root may write anywhere; StorageFaultsTest lets it give that up.
    assumeThat(Files.isWritable(closed)).isFalse();
    assertThatThrownBy(() -> AtomicFile.write(closed.resolve("file"), text("text")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("found no permission");
  }

  @Test
  void aFileWhereAFolderShouldBeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text").resolve("inside");
    assertThatThrownBy(() -> AtomicFile.write(file, text("text")))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(file + ": expected to write it, found ");
  }

  @Test
  void anInterruptDelaysNothingAndIsKept() {
    Path file = folder.resolve("file");
    Thread.currentThread().interrupt();
    AtomicFile.write(file, text("whole"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("whole");
  }

  @Test
  void anInterruptInTheMiddleRepeatsTheWrite() {
    Path file = folder.resolve("file");
    int[] attempts = {0};
    AtomicFile.write(
        file,
        out -> {
          if (attempts[0]++ == 0) {
            Thread.currentThread().interrupt();
          }
          out.write(new byte[100_000]);
        });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempts[0]).isEqualTo(2);
    assertThat(file).hasSize(100_000);
  }

  @Test
  void aLinkStaysOneAndADeviceIsRefused() throws IOException {
    Path real = Files.createFile(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    AtomicFile.write(link, text("text"));
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("text");
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("not yet"));
    AtomicFile.write(dangling, text("text"));
    assertThat(dangling).isSymbolicLink();
    assertThat(folder.resolve("not yet")).hasContent("text");
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertThatThrownBy(() -> AtomicFile.write(taken, text("text")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("found a folder or a device");
  }
}
