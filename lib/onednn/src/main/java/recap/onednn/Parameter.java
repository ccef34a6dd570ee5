package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import recap.nn.Tensor;

/**
 * One tensor of the network where the executable keeps it.
 *
 * @param name the full name
 * @param shape as the network declares it
 * @param plain the same in row-major order, float32
 * @param master the values, in the layout that computes with them
 * @param gradient null for running statistics and in inference
 * @param velocity null for running statistics and in inference
 */
record Parameter(
    String name, List<Integer> shape, Desc plain, Value master, Value gradient, Value velocity) {

  /** Copies row-major values into {@code target}, one of this parameter's. */
  void write(Value target, float[] values) {
    if (target.desc().same(plain)) {
      try (var pointer = new FloatPointer(pointer(target))) {
        pointer.put(values);
      }
      return;
    }
    try (var plainValues = new FloatPointer(values)) {
      reorder(plain, new BytePointer(plainValues), target.desc(), pointer(target));
    }
  }

  /** The values of {@code source}, one of this parameter's, in row-major order. */
  Tensor read(Value source) {
    float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
    if (source.desc().same(plain)) {
      try (var pointer = new FloatPointer(pointer(source))) {
        pointer.get(values);
      }
    } else {
      try (var plainValues = new FloatPointer(values.length)) {
        reorder(source.desc(), pointer(source), plain, new BytePointer(plainValues));
        plainValues.get(values);
      }
    }
    return new Tensor(shape, values);
  }

  private static BytePointer pointer(Value value) {
    return value.buffer().arena().pointer(value.buffer());
  }

  private static void reorder(Desc from, BytePointer source, Desc to, BytePointer target) {
    try (var resources = new Resources()) {
      var descriptor = new dnnl_primitive_desc();
      Dnn.check(
          dnnl_reorder_primitive_desc_create(
              descriptor, from.handle(), Dnn.ENGINE, to.handle(), Dnn.ENGINE, null),
          "a reorder");
      resources.own(descriptor, () -> dnnl_primitive_desc_destroy(descriptor));
      var primitive = new dnnl_primitive();
      Dnn.check(dnnl_primitive_create(primitive, descriptor), "a reorder");
      resources.own(primitive, () -> dnnl_primitive_destroy(primitive));
      var arguments = new dnnl_exec_arg_t(2);
      resources.own(arguments, arguments::deallocate);
      arguments.getPointer(0).arg(DNNL_ARG_FROM).memory(memory(resources, from, source));
      arguments.getPointer(1).arg(DNNL_ARG_TO).memory(memory(resources, to, target));
      Dnn.check(dnnl_primitive_execute(primitive, Dnn.STREAM, 2, arguments), "a reorder");
    }
  }

  private static dnnl_memory memory(Resources resources, Desc desc, BytePointer pointer) {
    var memory = new dnnl_memory();
    Dnn.check(dnnl_memory_create(memory, desc.handle(), Dnn.ENGINE, pointer), "memory");
    return resources.own(memory, () -> dnnl_memory_destroy(memory));
  }
}
