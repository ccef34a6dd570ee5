package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.PointerPointer;
import recap.nn.Node;

/** Inputs one behind the other along the channels; backward each gets its part of the gradient. */
final class ConcatKernel extends Kernel {
  ConcatKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
  }

  @Override
  Value forward(List<Value> inputs) {
    Value y = plan.temporary(node.name(), plan.desc(node.shape()));
    try (var sources = new PointerPointer<dnnl_memory_desc>(inputs.size());
        var target = new PointerPointer<dnnl_primitive_desc>(1)) {
      var arguments = new HashMap<Integer, Value>();
      for (int i = 0; i < inputs.size(); i++) {
        sources.put(i, inputs.get(i).desc().handle());
        arguments.put(DNNL_ARG_MULTIPLE_SRC + i, inputs.get(i));
      }
      arguments.put(DNNL_ARG_DST, y);
      Dnn.check(
          dnnl_concat_primitive_desc_create(
              target, Dnn.ENGINE, y.desc().handle(), inputs.size(), 1, sources, plan.attributes()),
          node.toString());
      plan.call(label("forward"), plan.own(target.get(dnnl_primitive_desc.class)), arguments);
    }
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    long channel = 0;
    for (Node input : node.inputs()) {
      if (gradients.wanted(input)) {
        long[] sizes = plan.sizes(input.shape());
        long[] start = new long[sizes.length];
        start[1] = channel;
        Desc part = Desc.part(plan.resources(), dy.value().desc(), sizes, start);
        Value dx = plan.temporary(label("part of the gradient"), plan.desc(input.shape()));
        plan.copies().copy(label("backward"), dy.value().as(part), dx);
        gradients.add(input, dx, true);
      }
      channel += input.shape().channels();
    }
  }
}
