package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import recap.nn.Node;

/**
 * Sum of branches with an absorbed activation, one pass for each branch after the first. Backward
 * every branch shares the one gradient; nothing is copied.
 */
final class AddKernel extends Kernel {
  private Value y;

  AddKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
  }

  @Override
  Value forward(List<Value> inputs) {
    int into = 0;
    while (into < inputs.size() && !mayOverwrite(node.inputs().get(into))) {
      into++;
    }
    boolean inPlace = into < inputs.size();
    Value sum = inputs.get(inPlace ? into : 0);
    y = inPlace ? sum : plan.temporary(group.last().name(), sum.desc());
    int left = inputs.size() - 1;
    for (int i = 0; i < inputs.size(); i++) {
      if (i != (inPlace ? into : 0)) {
        var postOps = plan.postOps().activation(--left == 0 ? activation() : null);
        plan.binary(label("forward"), dnnl_binary_add, sum, inputs.get(i), y, postOps.attributes());
        sum = y;
      }
    }
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    dy = beforeActivation(dy, y);
    for (Node input : node.inputs()) {
      if (gradients.wanted(input)) {
        gradients.add(input, dy.value(), false);
      }
    }
  }
}
