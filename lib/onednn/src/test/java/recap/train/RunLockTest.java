package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.io.StorageException;

class RunLockTest {
  @TempDir Path folder;

  /** A process that takes the lock and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      try {
        RunLock.acquire(Path.of(args[0]));
      } catch (StorageException e) {
        System.out.println("refused");
        return;
      }
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
  void thisProcessIsRefusedTooUntilItClosesTheLock() throws IOException {
    Path file = folder.resolve("made/on the way/run.lock");
    try (var lock = RunLock.acquire(file)) {
      assertThatThrownBy(() -> RunLock.acquire(file))
          .hasMessageContaining(
              "found it locked by this process ("
                  + ProcessHandle.current().pid()
                  + "); wait until its run has ended");
      assertRefusedToAnotherProcess(file);
    }
    assertThatCode(() -> RunLock.acquire(file).close()).doesNotThrowAnyException();
  }

  @Test
  void aLockThatThisProcessIsAboutToGiveUpIsWaitedFor() {
    Path file = folder.resolve("run.lock");
    RunLock ending = RunLock.acquire(file);
    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(ending::close);
    assertThatCode(() -> RunLock.acquire(file).close()).doesNotThrowAnyException();
  }

  /** A refusal here must not have given the lock away. */
  private static void assertRefusedToAnotherProcess(Path file) throws IOException {
    Process other = ChildJvm.start(Holder.class, file.toString());
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("refused");
    } finally {
      other.destroyForcibly();
    }
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
