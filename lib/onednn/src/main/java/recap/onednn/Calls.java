package recap.onednn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The calls of a step, forward and backward, and the time in it: each is a moment, and a buffer is
 * alive from the first call that touches it to the last.
 */
final class Calls {
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private boolean backwards;

  List<Step> forward() {
    return forward;
  }

  List<Step> backward() {
    return backward;
  }

  /** From here on calls belong to the backward pass. */
  void turnBack() {
    backwards = true;
  }

  private int now() {
    // The loss is computed between the passes, at a time of its own.
    return backwards ? forward.size() + 1 + backward.size() : forward.size();
  }

  /** Appends {@code call}, which reads and writes {@code touched}. */
  void append(Step call, Collection<Value> touched) {
    touched.forEach(value -> value.buffer().touch(now()));
    (backwards ? backward : forward).add(call);
  }

  /** Appends {@code calls}, to which {@code values} are alive as if they were a single call. */
  void asOne(List<Value> values, Runnable calls) {
    values.forEach(value -> value.buffer().touch(now()));
    calls.run();
    values.forEach(value -> value.buffer().touch(now() - 1));
  }

  /** Keeps {@code value} from the first call to the last: others may read it between steps. */
  void keep(Value value) {
    value.buffer().touch(0);
    value.buffer().touch(Integer.MAX_VALUE - 1);
  }

  /** Binds every call to its buffers, which have their addresses. */
  void bind() {
    forward.forEach(Step::bind);
    backward.forEach(Step::bind);
  }
}
