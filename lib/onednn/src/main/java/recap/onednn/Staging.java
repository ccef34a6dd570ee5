package recap.onednn;

import java.nio.FloatBuffer;

/**
 * Where callers put an input, and where the step reads it.
 *
 * @param values on the heap, row-major
 * @param buffer the same in native memory
 */
record Staging(float[] values, FloatBuffer buffer) {
  static Staging of(Plan plan, Value value) {
    FloatBuffer buffer = HostMemory.floats(plan, value);
    return new Staging(HostMemory.array(plan, buffer.capacity()), buffer);
  }

  void copy() {
    buffer.put(0, values);
  }
}
