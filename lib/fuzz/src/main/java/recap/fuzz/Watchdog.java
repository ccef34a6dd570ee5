package recap.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends a test process whose parser hangs, since nothing else can: the file is kept. */
final class Watchdog {
  private record Work(String name, byte[] content, long since, long most) {}

  private static volatile Work work;

  static {
    var timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "fuzz-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleWithFixedDelay(Watchdog::look, 1, 1, TimeUnit.SECONDS);
  }

  private Watchdog() {}

  static void guard(String name, byte[] content, Duration most) {
    work = new Work(name, content, System.nanoTime(), most.toNanos());
  }

  static void release() {
    work = null;
  }

  /** Writes a file that a parser fails with, so that it can be looked at. */
  static Path keep(byte[] content) {
    try {
      return Files.write(Files.createTempFile("recap-fuzz-", ".bin"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void look() {
    Work now = work;
    if (now != null && System.nanoTime() - now.since() > now.most()) {
      System.err.println("fuzz: " + now.name() + " hangs with " + keep(now.content()));
      Runtime.getRuntime().halt(1);
    }
  }
}
