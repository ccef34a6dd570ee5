package recap.onednn;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Sets a tensor to zero. */
final class Zero {
  private Zero() {}

  static void append(Plan plan, String name, Value value) {
    var target = new BytePointer[1];
    long bytes = value.buffer().bytes();
    plan.host(
        name + " = 0",
        List.of(value),
        () -> target[0] = value.buffer().arena().pointer(value.buffer()),
        () -> Pointer.memset(target[0], 0, bytes));
  }
}
