package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Shape;

/**
 * Tensors of a {@link Plan} in other layouts and formats: the same bytes under another description
 * where that will do, otherwise a copy, which costs a call in each step.
 */
final class Copies {
  private final Plan plan;
  private final Map<Value, List<Value>> weights = new HashMap<>();

  Copies(Plan plan) {
    this.plan = plan;
  }

  /**
   * {@code value} in the layout and format of {@code desc}: the same bytes, or a reordered copy.
   * The same bytes too get {@code desc} itself: with one channel or one pixel two layouts are
   * equal, but oneDNN chooses weight layouts by their names and then confuses the two in its
   * primitive cache.
   */
  Value as(String name, Value value, Desc desc) {
    if (value.desc().same(desc)) {
      return value.as(desc);
    }
    Value copy = plan.temporary(name, desc);
    reorder(name, value, copy);
    return copy;
  }

  /**
   * {@code weight} in the layout and format of {@code desc}: itself, or a copy that is made again
   * in each step and, being of oneDNN's choice, lies in its working space. Where the backward pass
   * wants what the forward pass had, the copy is kept: a large layer takes less time to multiply by
   * than to convert.
   */
  Value weightAs(String name, Value weight, Desc desc) {
    if (weight.desc().same(desc)) {
      return weight.as(desc);
    }
    List<Value> copies = weights.computeIfAbsent(weight, unused -> new ArrayList<>());
    for (Value copy : copies) {
      if (copy.desc().same(desc)) {
        return copy.as(desc);
      }
    }
    Value copy = plan.working(name, desc);
    reorder(name, weight, copy);
    copies.add(copy);
    return copy;
  }

  /** Appends a copy between two descriptions of the same layout, such as a part of a tensor. */
  void copy(String name, Value from, Value to) {
    transfer(name, from, to, plan.attributes(), false);
  }

  /** Appends to = to + from. */
  void accumulate(String name, Value from, Value to) {
    transfer(name, from, to, plan.accumulating(), false);
  }

  /** Appends a copy of {@code from} into the layout of {@code to}. */
  void reorder(String name, Value from, Value to) {
    transfer(name, from, to, plan.attributes(), true);
  }

  private void transfer(
      String name, Value from, Value to, dnnl_primitive_attr attributes, boolean reorder) {
    dnnl_primitive_desc descriptor =
        plan.shared()
            .get(
                "reorder",
                List.of(from.desc(), to.desc()),
                attributes,
                created ->
                    Dnn.check(
                        dnnl_reorder_primitive_desc_create(
                            created,
                            from.desc().handle(),
                            Dnn.ENGINE,
                            to.desc().handle(),
                            Dnn.ENGINE,
                            attributes),
                        name));
    plan.call(name, descriptor, Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to), reorder);
  }

  /** An image of 1 x 1 pixels or row-major as features: the same bytes, or a reordered copy. */
  Value features(String name, Value image, Shape shape) {
    boolean pixel = shape.height() * shape.width() == 1 && plan.layout().fits(shape);
    Value flat = pixel ? image : as(name, image, plan.rowMajor(shape));
    return flat.as(plan.desc(Shape.features(Math.toIntExact(shape.elements()))));
  }

  /**
   * Features as an image of {@code shape} in the network's layout: the reverse of {@link
   * #features}.
   */
  Value image(String name, Value features, Shape shape) {
    boolean pixel = shape.height() * shape.width() == 1 && plan.layout().fits(shape);
    return pixel
        ? features.as(plan.desc(shape))
        : as(name, features.as(plan.rowMajor(shape)), plan.desc(shape));
  }
}
