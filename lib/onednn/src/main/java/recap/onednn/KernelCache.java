package recap.onednn;

import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN keeps the machine code that it generated for a primitive after the primitive is freed, so
 * that the same layer need not be generated again. Its default of 1024 primitives lets the memory
 * of a notebook that builds network after network grow by some hundred megabytes.
 */
final class KernelCache {
  /**
   * Room for all primitives of most networks' training (142 of a ResNet-50, 52 of a ResNet-56). A
   * GoogLeNet's 359 or a DenseNet-121's 605 are generated anew whenever it is compiled.
   */
  private static final int PRIMITIVES = 256;

  private KernelCache() {}

  /** Sets the limit; what is kept beyond it is given up, the least used first. */
  static void limit() {
    dnnl.set_primitive_cache_capacity(PRIMITIVES);
  }
}
