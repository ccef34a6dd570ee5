package recap.onednn;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Sets a tensor to zero, what its layout pads it with included. */
final class Zero implements Step {
  private final String name;
  private final Buffer target;
  private BytePointer bound;

  private Zero(String name, Buffer target) {
    this.name = name;
    this.target = target;
  }

  static void append(Plan plan, String name, Value value) {
    plan.calls().append(new Zero(name + " = 0", value.buffer()), List.of(value));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void bind() {
    bound = target.arena().pointer(target);
  }

  @Override
  public void run() {
    Pointer.memset(bound, 0, target.bytes());
  }
}
