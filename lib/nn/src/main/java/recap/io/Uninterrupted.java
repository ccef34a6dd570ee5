package recap.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  private static final Set<Thread> WITHHELD = ConcurrentHashMap.newKeySet();

  private Uninterrupted() {}

  /** Whether {@code thread} was interrupted and will be again when its work on files is done. */
  public static boolean withheldFrom(Thread thread) {
    return WITHHELD.contains(thread);
  }

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
    boolean interrupted = withhold();
    try {
      while (true) {
        try {
          return work.call();
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          interrupted |= withhold();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
        WITHHELD.remove(Thread.currentThread());
      }
    }
  }

  /** Takes an interrupt away, if there is one. At no time does the thread look uninterrupted. */
  private static boolean withhold() {
    Thread thread = Thread.currentThread();
    if (!thread.isInterrupted()) {
      return false;
    }
    WITHHELD.add(thread);
    return Thread.interrupted();
  }
}
