package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import recap.nn.Extent;

/** The CPU engine and the one stream on which everything executes, in order. */
final class Dnn {
  static final dnnl_engine ENGINE = new dnnl_engine();
  static final dnnl_stream STREAM = new dnnl_stream();

  static {
    NativeInfo.load();
    check(dnnl_engine_create(ENGINE, dnnl_cpu, 0), "engine");
    check(dnnl_stream_create(STREAM, ENGINE, dnnl_stream_default_flags), "stream");
  }

  private Dnn() {}

  /** Turns a status of oneDNN's C interface into an exception. */
  static void check(int status, String what) {
    if (status != 0) {
      throw new IllegalStateException(
          "oneDNN refused " + what + " with status " + status + " (dnnl_status_t)");
    }
  }

  /** Height and width, as oneDNN takes them. */
  static long[] pair(Extent extent) {
    return new long[] {extent.height(), extent.width()};
  }

  /** oneDNN's name of the code that it chose, {@code jit:avx512_core} or {@code ref:any}. */
  static String implementation(dnnl_primitive_desc descriptor) {
    try (var text = new PointerPointer<BytePointer>(1)) {
      check(
          dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, text),
          "the name of an implementation");
      return text.get(BytePointer.class).getString();
    }
  }

  /** Whether oneDNN has only its reference, a plain loop a hundred times as slow. */
  static boolean onlyReference(dnnl_primitive_desc descriptor) {
    return implementation(descriptor).startsWith("ref");
  }
}
