package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * A tensor's sizes, number format and layout in memory, as oneDNN describes them.
 *
 * @param handle owned by the plan's resources or by a primitive descriptor that outlives this
 * @param bytes the memory that the layout takes, its padding included
 */
record Desc(dnnl_memory_desc handle, long bytes) {

  private static Desc of(dnnl_memory_desc handle) {
    return new Desc(handle, dnnl_memory_desc_get_size(handle));
  }

  /** A layout with one of oneDNN's names. */
  static Desc tagged(Resources resources, long[] sizes, int type, int tag) {
    var handle = new dnnl_memory_desc();
    Dnn.check(dnnl_memory_desc_create_with_tag(handle, sizes.length, sizes, type, tag), "a layout");
    return of(resources.own(handle, () -> dnnl_memory_desc_destroy(handle)));
  }

  /** A layout given by the distance, in elements, between neighbours along each axis. */
  static Desc strided(Resources resources, long[] sizes, int type, long[] strides) {
    var handle = new dnnl_memory_desc();
    Dnn.check(
        dnnl_memory_desc_create_with_strides(handle, sizes.length, sizes, type, strides),
        "a strided layout");
    return of(resources.own(handle, () -> dnnl_memory_desc_destroy(handle)));
  }

  /** The part of {@code whole} that starts at {@code offsets}. */
  static Desc part(Resources resources, Desc whole, long[] sizes, long[] offsets) {
    var handle = new dnnl_memory_desc();
    Dnn.check(dnnl_memory_desc_create_submemory(handle, whole.handle, sizes, offsets), "a part");
    return of(resources.own(handle, () -> dnnl_memory_desc_destroy(handle)));
  }

  /**
   * The layout that a primitive chose for one of its arguments, such as {@code dnnl_query_dst_md}.
   */
  static Desc chosen(dnnl_primitive_desc primitive, int argument) {
    return of(dnnl_primitive_desc_query_md(primitive, argument, 0));
  }

  /** Whether both describe the same layout of the same tensor. */
  boolean same(Desc other) {
    return dnnl_memory_desc_equal(handle, other.handle) == 1;
  }
}
