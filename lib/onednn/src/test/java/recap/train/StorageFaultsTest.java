package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import recap.io.StorageException;

/** A training whose checkpoint cannot be written, as the operating system refuses it. */
@EnabledOnOs(OS.LINUX)
class StorageFaultsTest {
  @TempDir Path temporary;

  private Path folder;
  private Path file;
  private byte[] before;

  /**
   * Trains from its checkpoint and prints how that ends. Given a limit, it may write no file longer
   * than that, once the native libraries are unpacked.
   */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      if (args.length > 1) {
        Trainer.of(SmallRuns.training().iterations(1)).run();
        String self = "" + ProcessHandle.current().pid();
        new ProcessBuilder("prlimit", "--pid", self, "--fsize=" + args[1]).start().waitFor();
      }
      try {
        var trainer = Trainer.of(SmallRuns.training()).checkpoint(Path.of(args[0]));
        System.out.println(trainer.checkpointEvery(Duration.ZERO).run().message());
      } catch (StorageException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  @BeforeEach
  void trainHalf() throws IOException {
    folder = Files.createDirectory(temporary.resolve("Läufe und mehr"));
    file = folder.resolve("checkpoint");
    SmallRuns.InterruptingLayer.arm(31);
    Trainer.of(SmallRuns.training()).checkpoint(file).run();
    before = Files.readAllBytes(file);
  }

  private static String run(List<String> prefix, String... arguments)
      throws IOException, InterruptedException {
    Process child = ChildJvm.start(prefix, Child.class, arguments);
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    return printed;
  }

  private void assertUntouched() throws IOException {
    assertThat(file).hasBinaryContent(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("checkpoint.lock"));
    }
    TrainingResult end = Trainer.of(SmallRuns.training()).checkpoint(file).run();
    assertThat(end.weightsSha256())
        .isEqualTo(Trainer.of(SmallRuns.training()).run().weightsSha256());
  }

  /** A process that may write 8 KiB to a file meets what a full disk does: a write cut short. */
  @Test
  void whereTheSpaceEndsTheCheckpointBeforeIsUntouched() throws IOException, InterruptedException {
    assertThat(before.length).isGreaterThan(8192);
    assumeThat(Path.of("/usr/bin/prlimit")).as("a way to limit a process").exists();
    assertThat(run(List.of(), file.toString(), "8192"))
        .startsWith("refused: " + file + ": expected to write it, found File too large;")
        .contains("check the folder's permissions and the free space; what was there is untouched");
    assertUntouched();
  }

  /** Root may write anywhere, unless it gives that up. */
  @Test
  void aFileWhereTheFolderShouldBeIsNamed() {
    assertThatThrownBy(() -> Trainer.of(SmallRuns.training()).checkpoint(file.resolve("x")).run())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("found a file where a folder is needed, " + file);
  }

  @Test
  void inAReadOnlyFolderTheCheckpointBeforeIsUntouched() throws IOException, InterruptedException {
    var readOnly = PosixFilePermissions.fromString("r-xr-xr-x");
    var writable = Files.getPosixFilePermissions(folder);
    Files.setPosixFilePermissions(folder, readOnly);
    List<String> prefix = List.of();
    if (Files.isWritable(folder)) {
      assumeThat(Path.of("/usr/bin/setpriv")).as("a way for root to give up rights").exists();
      prefix = List.of("setpriv", "--bounding-set", "-dac_override", "--");
    }
    assertThat(run(prefix, file.toString()))
        .startsWith("refused: " + file + ": expected to write it, found no permission;");
    Files.setPosixFilePermissions(folder, writable);
    assertUntouched();
  }
}
