package recap.jupyter;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Where a {@link LiveDisplay} shows its frames. */
interface LiveSink {

  /** Shows a frame in place of the one before. */
  void show(LiveFrame frame, boolean last);

  /** The least time between two frames. */
  Duration interval();

  /** Makes one; the notebook extension puts the kernel's here, so the command line needs none. */
  AtomicReference<Supplier<LiveSink>> FACTORY = new AtomicReference<>(TextSink::new);

  /** A line of text per frame. */
  final class TextSink implements LiveSink {
    @Override
    public void show(LiveFrame frame, boolean last) {
      if (frame.done() > 0 || last) {
        System.out.println(frame.toText());
      }
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(5);
    }
  }
}
