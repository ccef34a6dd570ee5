package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;

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
}
