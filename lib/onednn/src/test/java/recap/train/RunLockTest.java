package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path folder;

  /** A process that takes the lock and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      RunLock.acquire(Path.of(args[0]));
      System.out.println("locked");
      Thread.sleep(60_000);
    }
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsDead() throws IOException, InterruptedException {
    Path file = folder.resolve("run.lock");
    Process holder = ChildJvm.start(Holder.class, file.toString());
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> RunLock.acquire(file))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              file
                  + ": expected a run that nobody works on, found it locked by process "
                  + holder.pid()
                  + "; wait for that process or stop it; a process that died leaves no lock"
                  + " behind.");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThatCode(() -> RunLock.acquire(file).close()).doesNotThrowAnyException();
  }

  @Test
  void thisProcessIsRefusedTooUntilItClosesTheLock() {
    Path file = folder.resolve("made/on the way/run.lock");
    try (var lock = RunLock.acquire(file)) {
      assertThatThrownBy(() -> RunLock.acquire(file))
          .hasMessageContaining(
              "found it locked by this process (" + ProcessHandle.current().pid() + ")");
    }
    assertThatCode(() -> RunLock.acquire(file).close()).doesNotThrowAnyException();
  }

  @Test
  void anInterruptOfBeforeDoesNotKeepTheLockFromBeingTaken() {
    Thread.currentThread().interrupt();
    RunLock.acquire(folder.resolve("run.lock")).close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text").resolve("run.lock");
    assertThatThrownBy(() -> RunLock.acquire(file))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(file + ": expected to write it, found ");
  }
}
