package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** One oneDNN primitive with its arguments, which are built once and never change. */
final class PrimitiveStep implements Step {
  private final Resources resources;
  private final String name;
  private final dnnl_primitive_desc descriptor;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final Map<Integer, Value> arguments;
  private final boolean reorder;
  private dnnl_exec_arg_t bound;

  PrimitiveStep(
      Resources resources,
      String name,
      dnnl_primitive_desc descriptor,
      Map<Integer, Value> arguments,
      boolean reorder) {
    this.resources = resources;
    this.name = name;
    this.descriptor = descriptor;
    this.arguments = new TreeMap<>(arguments);
    this.reorder = reorder;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean reorder() {
    return reorder;
  }

  @Override
  public boolean reference() {
    return Dnn.onlyReference(descriptor);
  }

  @Override
  public void bind() {
    // Only now: oneDNN generates the primitive's code here, which counting memory need not wait
    // for.
    Dnn.check(dnnl_primitive_create(primitive, descriptor), name);
    resources.own(primitive, () -> dnnl_primitive_destroy(primitive));
    bound = new dnnl_exec_arg_t(arguments.size());
    resources.own(bound, bound::deallocate);
    int i = 0;
    for (var entry : arguments.entrySet()) {
      Value value = entry.getValue();
      var memory = new dnnl_memory();
      Dnn.check(
          dnnl_memory_create(
              memory,
              value.desc().handle(),
              Dnn.ENGINE,
              value.buffer().arena().pointer(value.buffer())),
          "memory for " + name);
      resources.own(memory, () -> dnnl_memory_destroy(memory));
      bound.getPointer(i++).arg(entry.getKey()).memory(memory);
    }
  }

  @Override
  public void run() {
    int status = dnnl_primitive_execute(primitive, Dnn.STREAM, arguments.size(), bound);
    if (status != 0) {
      Dnn.check(status, name);
    }
  }
}
