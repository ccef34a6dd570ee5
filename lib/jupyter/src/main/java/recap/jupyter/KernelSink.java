package recap.jupyter;

import java.time.Duration;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** One output of the running cell, replaced in place. */
final class KernelSink implements LiveSink {
  private final BaseKernel kernel;
  private final String id = UUID.randomUUID().toString();
  private boolean shown;

  KernelSink(BaseKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public void show(LiveFrame frame, boolean last) {
    var data = new DisplayData(frame.toText());
    data.putHTML(frame.toHtml());
    // By key: setDisplayId changed its return type between JJava's releases.
    data.putTransientData("display_id", id);
    if (shown) {
      kernel.getIO().display.updateDisplay(data);
    } else {
      kernel.display(data);
      shown = true;
    }
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(250);
  }
}
