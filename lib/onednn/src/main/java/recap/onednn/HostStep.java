package recap.onednn;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A step in Java on float32 tensors: a random mask, a running statistic. */
final class HostStep implements Step {
  private final Plan plan;
  private final String name;
  private final List<Value> tensors;
  private final Consumer<List<FloatBuffer>> work;
  private List<FloatBuffer> bound;

  /**
   * @param work gets the values of {@code tensors}, in that order
   */
  HostStep(Plan plan, String name, List<Value> tensors, Consumer<List<FloatBuffer>> work) {
    this.plan = plan;
    this.name = name;
    this.tensors = tensors;
    this.work = work;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void bind() {
    bound = tensors.stream().map(tensor -> HostMemory.floats(plan, tensor)).toList();
  }

  @Override
  public void run() {
    work.accept(bound);
  }
}
