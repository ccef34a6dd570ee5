package recap.onednn;

import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN keeps the machine code that it generated for a primitive after the primitive is freed, so
 * that the same layer need not be generated again. Its default of 1024 primitives lets the memory
 * of a notebook that builds network after network grow by some hundred megabytes.
 */
final class KernelCache {
  /** More than the distinct primitives of any network here, a ResNet-56's training included. */
  private static final int PRIMITIVES = 256;

  private KernelCache() {}

  /** Sets the limit; what is kept beyond it is given up, the least used first. */
  static void limit() {
    dnnl.set_primitive_cache_capacity(PRIMITIVES);
  }
}
