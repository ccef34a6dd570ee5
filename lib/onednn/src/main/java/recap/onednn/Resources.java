package recap.onednn;

import java.util.ArrayDeque;
import java.util.Deque;

/** Native handles of one executable, destroyed together, the newest first. */
final class Resources implements AutoCloseable {
  private final Deque<Runnable> destructors = new ArrayDeque<>();

  /** Remembers how to destroy {@code handle} and returns it. */
  <T> T own(T handle, Runnable destructor) {
    destructors.push(destructor);
    return handle;
  }

  @Override
  public void close() {
    while (!destructors.isEmpty()) {
      destructors.pop().run();
    }
  }
}
