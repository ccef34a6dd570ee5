package recap.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Work on files that an interrupt must not break off: Java closes a channel under the thread that
 * is interrupted, which would turn a click on the stop button into a checkpoint that fails to be
 * saved. The work is repeated instead, and the interrupt is there again afterwards.
 */
public final class Uninterrupted {
  /** Repeatable work with a result. */
  @FunctionalInterface
  public interface Work<T> {
    T call() throws IOException;
  }

  /** Repeatable work. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  private Uninterrupted() {}

  /** Does {@code action}, again if an interrupt breaks it off. */
  public static void run(Action action) throws IOException {
    call(
        () -> {
          action.run();
          return null;
        });
  }

  /** The result of {@code work}, which is done again if an interrupt breaks it off. */
  public static <T> T call(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.call();
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
