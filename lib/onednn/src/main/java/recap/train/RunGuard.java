package recap.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import recap.io.Uninterrupted;

/**
 * The one run that may be alive in a process, and the requests to stop it: an interrupt of its
 * thread (the stop button of a notebook) or the end of the process (Ctrl-C), which then waits until
 * the run has saved itself.
 */
final class RunGuard implements AutoCloseable {
  /**
   * Longer than a step or a checkpoint takes, of large networks too; whoever is in a hurry can
   * still kill the process.
   */
  private static final long PATIENCE_SECONDS = 600;

  private static final AtomicReference<RunGuard> ALIVE = new AtomicReference<>();

  private final String what;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread owner = Thread.currentThread();
  private final Thread hook = new Thread(this::stopAndWait, "recap-stop");
  private volatile boolean stop;

  private RunGuard(String what) {
    this.what = what;
  }

  /**
   * Makes this thread's run the one alive. One that was told to stop is waited for.
   *
   * @throws IllegalStateException when another one is alive and goes on
   */
  static RunGuard enter(String what) {
    awaitStopping();
    var guard = new RunGuard(what);
    RunGuard alive = ALIVE.compareAndExchange(null, guard);
    if (alive != null) {
      throw new IllegalStateException(
          "Trainer: expected no other run in this process, found "
              + alive.what
              + " alive; wait for it or interrupt it first.");
    }
    try {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
      guard.stop = true;
    }
    return guard;
  }

  /**
   * Waits for the run that was told to stop, if there is one: a notebook is ready for the next cell
   * at once, while the run is still saving itself.
   */
  static void awaitStopping() {
    RunGuard alive = ALIVE.get();
    // The run's own thread may come here too, told to stop before it has its lock.
    if (alive != null && alive.owner != Thread.currentThread() && alive.stopping()) {
      alive.awaitEnd();
    }
  }

  /** Whether a run is alive in this process. */
  static boolean anyAlive() {
    return ALIVE.get() != null;
  }

  /** Whether to stop now. Once true it stays true; takes the thread's interrupt away. */
  boolean stopRequested() {
    if (Thread.currentThread().isInterrupted()) {
      stop = true; // before the interrupt is gone, as others look at both
      Thread.interrupted();
    }
    return stop;
  }

  /** As if the thread had been interrupted. */
  void requestStop() {
    stop = true;
  }

  private boolean stopping() {
    return stop || owner.isInterrupted() || Uninterrupted.withheldFrom(owner);
  }

  private void stopAndWait() {
    stop = true;
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ALIVE.compareAndSet(this, null);
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running, and has just been let go.
    }
  }
}
