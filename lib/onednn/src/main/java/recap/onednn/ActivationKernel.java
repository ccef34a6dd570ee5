package recap.onednn;

import java.util.List;
import recap.nn.Activation;

/** ReLU, tanh or sigmoid where no layer before it can absorb it. */
final class ActivationKernel extends Kernel {
  private ActivationPass pass;
  private Value y;

  ActivationKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
  }

  @Override
  Value forward(List<Value> inputs) {
    Value x = inputs.get(0);
    pass = new ActivationPass(plan, node.name(), (Activation) node.op(), x.desc());
    y = mayOverwrite(node.input()) ? x : plan.temporary(node.name(), x.desc());
    pass.forward(x, y);
    return y;
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Gradients.Gradient dx = pass.backward(dy, y);
    gradients.add(node.input(), dx.value(), dx.owned());
  }
}
