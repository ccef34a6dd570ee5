package recap.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Descriptors of a {@link Plan}'s primitives that several calls have in common: of parts of a batch
 * of the same size, and of layers of the same shapes. oneDNN takes some 300 kB for that of a
 * product, so that one for each call would add up.
 */
final class SharedDescriptors {
  /** What finds few to compare with: comparing layouts is a native call. */
  private record Key(String kind, List<Long> bytes) {}

  private record Known(
      List<Desc> layouts, dnnl_primitive_attr attributes, dnnl_primitive_desc descriptor) {
    boolean serves(List<Desc> others, dnnl_primitive_attr wanted) {
      boolean same = attributes == wanted;
      for (int i = 0; same && i < layouts.size(); i++) {
        same = layouts.get(i).same(others.get(i));
      }
      return same;
    }
  }

  private final Plan plan;
  private final Map<Key, List<Known>> known = new HashMap<>();

  SharedDescriptors(Plan plan) {
    this.plan = plan;
  }

  /**
   * An earlier one of the same kind, layouts and attributes or, where there is none, the one that
   * {@code creation} fills in.
   *
   * @param kind of the primitive
   * @param layouts of all its arguments, in the order of that kind
   */
  dnnl_primitive_desc get(
      String kind,
      List<Desc> layouts,
      dnnl_primitive_attr attributes,
      Consumer<dnnl_primitive_desc> creation) {
    var key = new Key(kind, layouts.stream().map(Desc::bytes).toList());
    List<Known> candidates = known.computeIfAbsent(key, unused -> new ArrayList<>());
    for (Known candidate : candidates) {
      if (candidate.serves(layouts, attributes)) {
        return candidate.descriptor;
      }
    }
    var created = new dnnl_primitive_desc();
    creation.accept(created);
    plan.own(created);
    candidates.add(new Known(layouts, attributes, created));
    return created;
  }
}
