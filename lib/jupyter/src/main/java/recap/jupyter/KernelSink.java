package recap.jupyter;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * One output of the running cell, replaced in place. A thread of its own sends the messages: the
 * stop button interrupts the cell's, and an interrupt in the middle of a message would fail the run
 * that only wanted to show where it is.
 */
final class KernelSink implements LiveSink {
  private static final long PATIENCE_SECONDS = 5;

  private static final ExecutorService SENDER =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "recap-display");
            thread.setDaemon(true);
            return thread;
          });

  private final Consumer<DisplayData> display;
  private final Consumer<DisplayData> update;
  private final String id = UUID.randomUUID().toString();

  /** Whether there is an output to replace; the sender's alone. */
  private boolean shown;

  KernelSink(BaseKernel kernel) {
    this(kernel::display, data -> kernel.getIO().display.updateDisplay(data));
  }

  /**
   * @param display makes an output
   * @param update replaces it
   */
  KernelSink(Consumer<DisplayData> display, Consumer<DisplayData> update) {
    this.display = display;
    this.update = update;
  }

  @Override
  public void show(LiveFrame frame, boolean last) {
    var data = new DisplayData(frame.toText());
    data.putHTML(frame.toHtml());
    // By key: setDisplayId changed its return type between JJava's releases.
    data.putTransientData("display_id", id);
    await(SENDER.submit(() -> send(data)));
  }

  private void send(DisplayData data) {
    if (shown) {
      update.accept(data);
    } else {
      display.accept(data);
      shown = true;
    }
  }

  /** Waits, so that what the cell prints next comes behind; an interrupt is kept for later. */
  private static void await(Future<?> sent) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      // One frame less is shown; the run goes on.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(250);
  }
}
